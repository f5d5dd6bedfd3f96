// How far one person reaches by live commands, however many they are cut into. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/time.h"
#include "trust/command.h"

namespace loa::centre {

// In which what one person reaches counts together. Long enough that a province cannot be had by
// one command after another before somebody hears it; who must go on asks a second person.
inline constexpr base::Duration kReachWindow = std::chrono::minutes{10};

struct Reached {
  std::string station;
  base::Wall at{};  // when it is commanded, in whole seconds: what is given ahead counts then
  friend bool operator==(const Reached&, const Reached&) = default;
};

// When a command reaches its stations, that the centre is given `now`.
base::Wall reach_time(const trust::Command& command, base::Wall now);
// How many different stations are commanded less than kReachWindow before or after `at`, if
// `stations` are then too. More than trust::kMostByOne: one person is not to.
std::size_t reach_with(const std::vector<Reached>& before, const std::vector<std::string>& stations,
                       base::Wall at);
// What is remembered after that, by `now`: each once, and what counts no more left out.
std::vector<Reached> remembered(std::vector<Reached> before,
                                const std::vector<std::string>& stations, base::Wall at,
                                base::Wall now);

// Kept as JSON. What cannot be read is nothing.
std::string to_json(const std::vector<Reached>& reached);
std::vector<Reached> reached_from(const std::string& json);

}  // namespace loa::centre
