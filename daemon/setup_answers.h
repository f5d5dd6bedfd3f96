// Answers of a first start, and what they make of a configuration. No I/O.
#pragma once

#include <array>
#include <string>

#include "base/communes.h"
#include "base/problem.h"
#include "daemon/setup_system.h"

namespace loa::daemon {

// The members that setup asks about.
inline constexpr std::array<const char*, 10> kAskedAbout{
    "name",   "commune", "output", "zone",      "clock",
    "listen", "centre",  "board",  "amplifier", "firstPerson"};

// Those that come from an office, and that only a file of answers may have: whoever sets a station
// up at its page does not change whom it believes.
inline constexpr std::array<const char*, 3> kOfTheOffice{"trust", "policy", "commandOtp"};

// Those members, each as the configuration has it. Null takes a member away (RFC 7396, a JSON
// merge patch), what is missing stays as it was.
struct SetupAnswers {
  std::string text;  // JSON with comments
  std::string file;  // names places; "" where there is none
  bool may_change_office = false;
  bool may_change_system = false;  // the member "system" (daemon/setup_system.h)
};

// What of the member "system" is asked for; nothing where the answers may not have it. Throws
// base::BadInput.
SystemAnswers system_of(const SetupAnswers& answers);

// The configuration `old` ("" where there is none) with the answers in it: its other keys stay,
// its comments do not. The result is one that loa-station takes, names the station, and a commune
// of the list. Throws base::BadInput: what is wrong with the answers, at their place where they
// have one; or that `old` is no JSON at all. `config` is the file that it will be.
std::string merged(const std::string& old, const SetupAnswers& answers, const std::string& config,
                   const base::Communes& communes);

}  // namespace loa::daemon
