// What a power cut must not lose of the day's sessions.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "daemon/policy_guard.h"
#include "schedules/notation.h"

namespace loa::daemon {

using base::Duration;
using base::Now;
using base::Steady;
using base::Wall;

namespace {

std::int64_t number(const Now& now, Steady when) {
  return now.wall_at(when).time_since_epoch().count();
}

Steady steady(const Now& now, const nlohmann::json& number) {
  return now.steady_at(Wall{Duration{number.get<std::int64_t>()}});
}

}  // namespace

std::string PolicyGuard::remember(const Now& now) const {
  if (!day_) return "";
  nlohmann::json json{{"day", schedules::date_text(*day_)},
                      {"used", used_.count()},
                      {"lastEnd", number(now, last_end_)},
                      {"sessions", nlohmann::json::array()}};
  for (const Session& session : sessions_) {
    json["sessions"].push_back({{"name", session.name}, {"began", number(now, session.began)}});
  }
  if (on_) {
    json["since"] = number(now, on_->since);
    json["until"] = number(now, on_->until);
  }
  return json.dump();
}

void PolicyGuard::recall(const Now& now, const std::string& text) {
  const nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
  if (on_ || !json.is_object()) return;
  try {
    const auto day = schedules::date_from(json.at("day").get<std::string>());
    std::vector<Session> sessions;
    for (const nlohmann::json& one : json.at("sessions")) {
      sessions.push_back({one.at("name").get<std::string>(), steady(now, one.at("began"))});
    }
    Duration used{json.at("used").get<std::int64_t>()};
    Steady last_end = steady(now, json.at("lastEnd"));
    // It was cut in the middle; how long it went on nobody knows, so what it could have counts.
    if (json.contains("since")) {
      last_end = std::min(now.steady, steady(now, json.at("until")));
      used += std::max(Duration{0}, last_end - steady(now, json.at("since")));
    }
    day_ = day;
    sessions_ = std::move(sessions);
    used_ = used;
    last_end_ = last_end;
  } catch (const nlohmann::json::exception&) {
    // Written by another version; the day begins anew.
  }
}

}  // namespace loa::daemon
