#include "support/made_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace loa::testing {

using base::Duration;
using base::Wall;
using journal::Kind;
using journal::Row;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

constexpr std::uint64_t kRate = 48'000;
constexpr std::int64_t kMicrosecond = 1'000;
constexpr std::int64_t kMillisecond = 1'000'000;

Duration length_of(std::uint64_t frames) {
  return Duration(static_cast<std::int64_t>(frames * 1'000'000 / kRate * 1000));
}

std::string stamp_of(Wall time) {
  std::string text = base::to_rfc3339(time).substr(0, 19) + "Z";
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

double rounded(double value) { return std::round(value * 10) / 10; }

}  // namespace

std::int64_t MadeRecord::chance(std::int64_t least, std::int64_t most) {
  return std::uniform_int_distribution<std::int64_t>(least, most)(random_);
}

double MadeRecord::level(double mean, double spread) {
  return rounded(std::normal_distribution<double>(mean, spread)(random_));
}

Row MadeRecord::row(Kind kind, int play, Wall wall) {
  const Wall start = day_ + minutes(5 * 60 + 80 * play);
  Row row;
  row.kind = kind;
  row.occurrence = fmt::format("xa-phu-van.12/buoi-{}/{}", play, stamp_of(start));
  row.title = fmt::format("Bản tin phát thanh số {} trong ngày", play);
  row.area = play % 3 == 0 ? "CCHC-1" : "";
  row.nominal = start;
  row.level = 3;
  row.wall = wall;
  // The clocks are read one after the other.
  row.monotonic_ns = (wall - Wall(seconds(1'780'000'000))).count() + chance(-300, 300);
  row.quality = base::ClockQuality::synced;
  return row;
}

Row MadeRecord::item(int play, Wall due, bool chime) {
  const bool fresh = !chime && play % 2 == 0;
  std::mt19937_64 same(static_cast<std::uint64_t>(play));
  auto& length = fresh ? random_ : same;
  const auto frames = chime ? 312'480 : 2'880'000 + length() % 14'400'000;
  Row made = row(
      Kind::item, play,
      due + length_of(frames) + Duration(chance(5, 25) * kMillisecond + chance(0, kMillisecond)));
  made.title = chime ? "Nhạc hiệu" : "Nội dung chính";
  made.nominal = due + Duration(chance(-500, 500));
  const auto file = fresh ? fmt::format("{}", random_()) : fmt::format("{}/{}", play, chime);
  made.content = base::to_hex(base::sha256(chime ? "nhac-hieu" : file));
  made.frames_due = made.frames_played = frames;
  made.outcome = journal::Outcome::played;
  made.reason = "completed";
  made.evidence = nlohmann::json{
      {"decoded", frames},
      {"delayMs", level(21, 1)},
      {"lufs", level(-23, 1.5)},
      {"peakDb", level(-3, 1)},
      {"proof", 2},
      {"rmsDb", level(-21, 1.5)},
      {"startErrorUs", chance(-40, 60)},
      {"underruns",
       0}}.dump();
  return made;
}

void MadeRecord::add_play(int play, std::vector<Row>& rows) {
  const Wall start = day_ + minutes(5 * 60 + 80 * play);
  const auto late = Duration(chance(50 * kMicrosecond, 3 * kMillisecond));
  rows.push_back(row(Kind::intent, play, start - seconds(4) + late));
  const auto chime = item(play, start, true);
  rows.push_back(chime);
  const auto content = item(play, start + length_of(chime.frames_due), false);
  rows.push_back(content);
  Row result = row(Kind::result, play, content.wall + Duration(chance(0, 300 * kMicrosecond)));
  result.frames_due = result.frames_played = chime.frames_due + content.frames_due;
  result.outcome = journal::Outcome::played;
  result.reason = "completed";
  const auto first = nlohmann::json::parse(chime.evidence);
  const auto second = nlohmann::json::parse(content.evidence);
  result.evidence = nlohmann::json{
      {"items", 2},
      {"itemsFailed", 0},
      {"peakDb", std::max(first["peakDb"].get<double>(), second["peakDb"].get<double>())},
      {"proof", 2},
      {"startErrorUs", first["startErrorUs"]},
      {"underruns", 0}}.dump();
  rows.push_back(std::move(result));
}

std::vector<Row> MadeRecord::day() {
  std::vector<Row> rows;
  for (int play = 0; play < kPlaysADay; ++play) add_play(play, rows);
  day_ += std::chrono::hours(24);
  return rows;
}

void number(std::vector<Row>& rows, const std::string& station, std::uint64_t epoch) {
  base::Sha256 previous{};
  std::uint64_t seq = 0;
  for (Row& row : rows) {
    row.station = station;
    row.epoch = epoch;
    row.seq = ++seq;
    row.boot = "5f1c7f0e-3c2a-4c67-9f0f-0d6f5a6f7b11";
    row.previous = previous;
    previous = row.hash = journal::hash_of(row);
  }
}

}  // namespace loa::testing
