// Answers of a first start, and what they make of a configuration. No I/O.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "base/problem.h"

namespace loa::setup {

// The members that setup asks about, each as the configuration has it: name, output, zone, clock,
// listen, centre, board, firstPerson. Null takes a member away (RFC 7396, a JSON merge patch), what
// is missing stays as it was.
struct Answers {
  std::string text;  // JSON with comments
  std::string file;  // names places
};

// The configuration `old` ("" where there is none) with the answers in it: its other keys stay,
// its comments do not. The result is one that loa-station takes. Throws base::BadInput: what is
// wrong with the answers, at their place where they have one; or that `old` is no JSON at all.
// `config` is the file that it will be.
std::string merged(const std::string& old, const Answers& answers, const std::string& config);

}  // namespace loa::setup
