#include "centre/alarm_desk.h"

#include <nlohmann/json.hpp>

#include "base/log_event.h"
#include "centre/intake.h"

namespace loa::centre {
namespace {

constexpr std::size_t kShownAlarms = 500;
constexpr std::size_t kLongestName = 160;
constexpr std::chrono::hours kTidyEvery{24};
constexpr std::chrono::hours kKeepSeen{24 * 90};

using AlarmJson = nlohmann::ordered_json;

AlarmJson time_or_nothing(const std::optional<base::Wall>& time) {
  return time ? AlarmJson(base::to_rfc3339(*time)) : AlarmJson(nullptr);
}

AlarmJson json_of(const Alarm& alarm) {
  return {{"station", alarm.key.station},
          {"code", alarm.key.code},
          {"subject", alarm.key.subject},
          {"detail", alarm.detail},
          {"since", base::to_rfc3339(alarm.since)},
          {"over", time_or_nothing(alarm.over)},
          {"acknowledged", time_or_nothing(alarm.acknowledged)},
          {"by", alarm.acknowledged_by}};
}

protocol::HttpResponse answer_json(const AlarmJson& json) {
  return {200,
          "application/json",
          json.dump(-1, ' ', false, AlarmJson::error_handler_t::replace),
          {{"Cache-Control", "no-store"}}};
}

}  // namespace

void AlarmDesk::look(const std::vector<AlarmKey>& conditions, const base::Now& now) {
  const bool tidies = !tidied_ || now.steady - *tidied_ >= kTidyEvery;
  transact(store_.sql(), [&] {
    const auto changed = changes(conditions, store_.open_alarms());
    for (const auto& key : changed.begun) store_.begin_alarm({key, "", now.wall});
    for (const auto& key : changed.over) store_.end_alarm(key, now.wall);
    if (tidies) store_.forget_alarms(now.wall - kKeepSeen);
  });
  if (tidies) tidied_ = now.steady;
  for (const auto way : {Way::webhook, Way::mail}) tell_next(way, now.steady);
}

void AlarmDesk::note(const journal::Row& row, base::Wall now) {
  if (const auto alarm = alarm_of(row, now)) store_.begin_alarm(*alarm);
}

std::vector<WordedAlarm> AlarmDesk::next_to_tell(Way way) {
  std::vector<WordedAlarm> next;
  transact(store_.sql(), [&] {
    next.clear();
    for (auto& alarm : store_.untold_alarms(way, kMostInMessage)) {
      // Another centre may be about to tell it.
      if (!store_.move_told(alarm, way, Told::no, Told::now)) continue;
      const auto station = store_.station(alarm.key.station);
      auto words = words_of(alarm, station ? station->name : "");
      next.push_back({std::move(alarm), std::move(words)});
    }
  });
  return next;
}

void AlarmDesk::tell_next(Way way, base::Steady now) {
  auto& by = teller(way);
  if (!by.tell || by.telling || !by.pause.may(now)) return;
  const auto alarms = next_to_tell(way);
  if (alarms.empty()) return;
  by.telling = true;
  by.tell(alarms, [this, way, alarms, now](bool arrived) { told(way, alarms, arrived, now); });
}

void AlarmDesk::told(Way way, const std::vector<WordedAlarm>& alarms, bool arrived,
                     base::Steady when) {
  auto& by = teller(way);
  by.telling = false;
  if (arrived)
    by.pause.succeeded();
  else
    by.pause.failed(when);
  try {
    transact(store_.sql(), [&] {
      for (const auto& one : alarms)
        store_.move_told(one.alarm, way, Told::now, arrived ? Told::yes : Told::no);
    });
    if (arrived) tell_next(way, when);
  } catch (const SqlError& error) {
    base::log_event(base::LogLevel::error, "database-failed", {{"error", error.what()}});
  }
}

protocol::HttpResponse AlarmDesk::list() {
  auto list = AlarmJson::array();
  for (const auto& alarm : store_.alarms(kShownAlarms)) list.push_back(json_of(alarm));
  return answer_json({{"alarms", std::move(list)}});
}

protocol::HttpResponse AlarmDesk::acknowledge(const std::string& body, const std::string& by,
                                              base::Wall now) {
  const auto text = [&](const char* name) { return text_member(body, name).value_or(""); };
  const AlarmKey key{text("station"), text("code"), text("subject")};
  if (by.empty() || by.size() > kLongestName || by.find('\0') != std::string::npos)
    return refusal(400, "name-needed");
  if (!store_.acknowledge_alarm(key, by, now)) return refusal(404, "no-such-alarm");
  return answer_json({{"acknowledged", base::to_rfc3339(now)}});
}

}  // namespace loa::centre
