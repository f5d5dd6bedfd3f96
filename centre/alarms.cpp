#include "centre/alarms.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/unicode.h"

namespace loa::centre {
namespace {

using base::Text;

// Rows that come later than this, of a station that was cut off, are the report's business.
constexpr std::chrono::hours kNews{24};

struct AlarmWord {
  const char* code;
  const char* vi;
  const char* en;
};

constexpr std::array kAlarmWords = {
    AlarmWord{"offline", "mất liên lạc", "no contact"},
    AlarmWord{"sound", "không ra tiếng", "no sound"},
    AlarmWord{"loopback", "mất thiết bị nghe lại: không biết loa có kêu không",
              "the loopback is lost: nobody knows whether the loudspeakers sound"},
    AlarmWord{"media-missing", "thiếu hay hỏng tệp âm thanh của 24 giờ tới",
              "a sound file of the next 24 hours is missing or damaged"},
    AlarmWord{"clock", "đồng hồ sai", "the clock is wrong"},
    AlarmWord{"disk", "ổ nhớ sắp đầy", "the disk is nearly full"},
    AlarmWord{"heat", "máy quá nóng", "the machine is too hot"},
    AlarmWord{"refused", "đã từ chối một lệnh hay lịch không có quyền",
              "a command or a week without right was refused"},
    AlarmWord{"media-wrong", "tệp âm thanh nhận được không giống tệp đã ký",
              "the audio file that came is not the one that was signed"},
    AlarmWord{"receipt-wrong", "biên nhận của trung tâm không đúng với nhật ký đài đã gửi",
              "the centre's receipt is not of the rows that the station has sent"},
    AlarmWord{"programme-stale", "lâu rồi đài chưa nhận được lịch mới ký; vẫn phát lịch còn hạn",
              "the station has had no newly signed week for long; it plays what is still valid"},
    AlarmWord{"rollout-stopped", "đợt phát hành lịch đã dừng: quá nhiều đài không nhận được",
              "the roll-out of a week has stopped: too many stations failed"},
    AlarmWord{"missed-slot", "lỡ buổi phát", "a broadcast was missed"},
    AlarmWord{"failed-to-sound", "buổi phát không ra tiếng", "a broadcast did not sound"},
};

// The station's faults (protocol::StatusReport) that are an alarm, by its code. The others are
// shown with the station.
constexpr std::array<std::pair<std::string_view, std::string_view>, 17> kOfFaults = {{
    {"clock-untrusted", "clock"},
    {"clock-step", "clock"},
    {"device-lost", "sound"},
    {"silent-air", "sound"},
    {"stuck-tone", "sound"},
    {"not-heard", "sound"},
    {"relay-silent", "sound"},
    {"amplifier-lost", "sound"},
    {"loopback-lost", "loopback"},
    {"media-missing", "media-missing"},
    {"disk-full", "disk"},
    {"too-hot", "heat"},
    {"command-refused", "refused"},
    {"programme-refused", "refused"},
    {"media-wrong", "media-wrong"},
    {"receipt-wrong", "receipt-wrong"},
    {"programme-stale", "programme-stale"},
}};

bool is_of_row(std::string_view code) { return code == "missed-slot" || code == "failed-to-sound"; }

// Fifty of them must go into one message.
std::string shortened(const std::string& text) {
  constexpr std::size_t kMost = 200;
  const auto start = base::utf8_start(text, kMost);
  return start.size() == text.size() ? text : std::string(start) + "…";
}

void add_condition(std::vector<AlarmKey>& all, const std::string& station, std::string_view code) {
  AlarmKey key{station, std::string(code), ""};
  if (std::ranges::find(all, key) == all.end()) all.push_back(std::move(key));
}

}  // namespace

std::vector<AlarmKey> conditions_of(const StationRecord& station, const StationState& state) {
  std::vector<AlarmKey> found;
  if (station.revoked || state.presence == Presence::never) return found;
  if (state.presence == Presence::silent) {
    add_condition(found, station.id, "offline");
    return found;
  }
  if (!state.report) return found;
  for (const auto& fault : state.report->faults)
    for (const auto& [known, code] : kOfFaults)
      if (fault == known) add_condition(found, station.id, code);
  if (std::chrono::abs(state.clock_ahead) > kClockMayDiffer)
    add_condition(found, station.id, "clock");
  if (state.report->disk_free < kLeastFree) add_condition(found, station.id, "disk");
  return found;
}

std::optional<Alarm> alarm_of(const journal::Row& row, base::Wall now) {
  const bool missed = row.outcome == journal::Outcome::missed;
  const bool failed = row.outcome == journal::Outcome::failed;
  if (row.kind != journal::Kind::result || (!missed && !failed)) return std::nullopt;
  if (now - row.nominal.value_or(row.wall) > kNews) return std::nullopt;
  Alarm alarm;
  alarm.key = {row.station, missed ? "missed-slot" : "failed-to-sound", row.occurrence};
  alarm.detail =
      shortened(row.title) + (row.reason.empty() ? "" : " (" + shortened(row.reason) + ")");
  alarm.since = now;
  return alarm;
}

AlarmChanges changes(const std::vector<AlarmKey>& conditions, const std::vector<Alarm>& open) {
  AlarmChanges changes;
  const std::set<AlarmKey> now(conditions.begin(), conditions.end());
  std::set<AlarmKey> before;
  for (const auto& alarm : open) {
    before.insert(alarm.key);
    if (!is_of_row(alarm.key.code) && !now.contains(alarm.key)) changes.over.push_back(alarm.key);
  }
  for (const auto& key : conditions)
    if (!before.contains(key)) changes.begun.push_back(key);
  return changes;
}

Text words_of(const Alarm& alarm, const std::string& station_name) {
  const auto& name = station_name.empty() ? alarm.key.station : station_name;
  const char* colon = alarm.detail.empty() ? "" : ": ";
  const auto with = [&](std::string_view word, const char* of_centre = "Trung tâm") {
    return fmt::format("{}: {}{}{}", name.empty() ? of_centre : name, word, colon, alarm.detail);
  };
  const auto word = std::ranges::find(kAlarmWords, alarm.key.code, &AlarmWord::code);
  if (word == kAlarmWords.end()) return {with(alarm.key.code), with(alarm.key.code)};
  return {with(word->vi), with(word->en, "The centre")};
}

void RetryPause::failed(base::Steady now) {
  constexpr base::Duration kFirst = std::chrono::seconds{15};
  constexpr base::Duration kLast = std::chrono::hours{1};
  constexpr int kMostDoublings = 8;
  next_ = now + std::min(kLast, kFirst * (1 << std::min(failures_, kMostDoublings)));
  ++failures_;
}

}  // namespace loa::centre
