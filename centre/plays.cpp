// Pairs the rows of each occurrence.
#include "centre/plays.h"

#include <date/tz.h>
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

namespace loa::centre {
namespace {

using journal::Kind;
using journal::Row;

constexpr std::int64_t kFramesPerSecond = 48'000;

// Evidence is the station's own JSON, and may hold anything.
std::optional<std::int64_t> number_in(const std::string& evidence, const char* key,
                                      std::int64_t least, std::int64_t most) {
  const auto json = nlohmann::json::parse(evidence, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  const auto found = json.find(key);
  if (found == json.end() || !found->is_number_integer()) return std::nullopt;
  const auto number = found->get<std::int64_t>();
  if (number < least || number > most) return std::nullopt;
  return number;
}

std::optional<base::Duration> start_error_in(const std::string& evidence) {
  constexpr std::int64_t kDay = 86'400'000'000;
  const auto microseconds = number_in(evidence, "startErrorUs", -kDay, kDay);
  if (!microseconds) return std::nullopt;
  return std::chrono::microseconds(*microseconds);
}

base::Duration length_of(std::uint64_t frames) {
  const std::uint64_t seconds = std::min<std::uint64_t>(frames / kFramesPerSecond, 1'000'000);
  const auto rest = static_cast<std::int64_t>(frames % kFramesPerSecond);
  return std::chrono::seconds(seconds) + base::Duration(rest * 1'000'000'000 / kFramesPerSecond);
}

void add_item(Play& play, const Row& row) {
  if (play.started || !row.nominal) return;
  if (const auto error = start_error_in(row.evidence)) {
    play.start_error = error;
    play.started = *row.nominal + *error;
  }
}

void add_result(Play& play, const Row& row) {
  play.outcome = row.outcome;
  play.reason = row.reason;
  play.proof = static_cast<int>(number_in(row.evidence, "proof", 0, 3).value_or(0));
  play.length = length_of(row.frames_played);
  play.epoch = row.epoch;
  play.seq = row.seq;
}

void add_head(Play& play, const Row& row) {
  play.title = row.title;
  play.area = row.area;
  play.level = row.level;
  play.nominal = row.nominal;
  play.quality = row.quality;
}

date::year_month_day day_from(std::string_view text) {
  std::istringstream in{std::string(text)};
  date::year_month_day day;
  in >> date::parse("%F", day);
  if (in.fail() || text.size() != 10 || in.peek() != std::char_traits<char>::eof()) return {};
  return day;
}

}  // namespace

std::vector<Play> plays_of(const std::vector<Row>& rows) {
  std::map<std::string, Play> by_occurrence;
  for (const Row& row : rows) {
    if (row.occurrence.empty() || row.kind == Kind::event) continue;
    Play& play = by_occurrence[row.occurrence];
    play.occurrence = row.occurrence;
    if (row.kind == Kind::item) add_item(play, row);
    if (row.kind == Kind::result) add_result(play, row);
    if (row.kind == Kind::intent || row.kind == Kind::result) add_head(play, row);
  }
  std::vector<Play> plays;
  plays.reserve(by_occurrence.size());
  for (auto& [occurrence, play] : by_occurrence) plays.push_back(std::move(play));
  std::stable_sort(plays.begin(), plays.end(),
                   [](const Play& a, const Play& b) { return a.nominal < b.nominal; });
  return plays;
}

std::optional<std::pair<base::Wall, base::Wall>> day_in(const std::string& zone,
                                                        std::string_view day) {
  const auto parsed = day_from(day);
  if (!parsed.ok() || parsed.year() < date::year{1970} || parsed.year() > date::year{2200})
    return std::nullopt;
  const auto* tz = date::locate_zone(zone);
  const auto start = date::local_days(parsed);
  return std::pair<base::Wall, base::Wall>(
      tz->to_sys(start, date::choose::earliest),
      tz->to_sys(start + date::days(1), date::choose::earliest));
}

std::string day_at(const std::string& zone, base::Wall when) {
  const auto local = date::locate_zone(zone)->to_local(when);
  return date::format("%F", date::floor<date::days>(local));
}

}  // namespace loa::centre
