// How a finding is written out.
#include "base/problem.h"

#include <fmt/format.h>

#include <algorithm>

namespace loa::base {
namespace {

std::string joined(const Problems& problems) {
  std::string all;
  for (const Problem& problem : problems) {
    if (!all.empty()) all += '\n';
    all += to_string(problem);
  }
  return all;
}

}  // namespace

std::string to_string(const Place& place) {
  if (!place.cell.empty()) return fmt::format("{}:{}", place.file, place.cell);
  if (place.line == 0) return place.file;
  return fmt::format("{}:{}:{}", place.file, place.line, place.column);
}

std::string to_string(const Problem& problem, Language language) {
  std::string line = to_string(problem.place);
  if (!line.empty()) line += ": ";
  if (!problem.field.empty()) line += problem.field + ": ";
  if (problem.severity == Severity::warning) {
    line += language == Language::english ? "warning: " : "cảnh báo: ";
  }
  return line + problem.message.in(language);
}

std::string to_string(const Problem& problem) { return to_string(problem, user_language()); }

bool has_errors(const Problems& problems) {
  return std::any_of(problems.begin(), problems.end(),
                     [](const Problem& problem) { return problem.severity == Severity::error; });
}

BadInput::BadInput(Problems problems)
    : std::runtime_error(joined(problems)), problems_(std::move(problems)) {}

}  // namespace loa::base
