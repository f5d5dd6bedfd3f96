// A policy as a document, for people and for signing.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/crypto.h"
#include "base/duration.h"
#include "schedules/notation.h"
#include "schedules/policy.h"

namespace loa::schedules {
namespace {

// ordered_json for people, json (keys in order) for signing.
template <class Json>
class Writer {
 public:
  static Json document(const Policy& policy) {
    Json json{{"id", policy.id}, {"version", policy.version}, {"title", policy.title}};
    if (!policy.source.empty()) json["source"] = policy.source;
    if (policy.session_gap != Policy{}.session_gap) {
      json["sessionGap"] = base::to_text(policy.session_gap);
    }
    put_list(json, "rules", policy.rules);
    put_list(json, "quiet", policy.quiet);
    put_list(json, "volume", policy.volume);
    return json;
  }

 private:
  template <class T>
  static void put_list(Json& json, const char* key, const std::vector<T>& all) {
    if (all.empty()) return;
    auto& list = json[key] = Json::array();
    for (const auto& one : all) list.push_back(written(one));
  }

  static void put_reach(Json& json, const PolicyReach& reach) {
    if (!reach.days.empty()) {
      auto& days = json["days"] = Json::array();
      for (const auto day : reach.days) days.push_back(weekday_text(day));
    }
    if (!reach.clusters.empty()) json["clusters"] = reach.clusters;
  }

  static void put_length(Json& json, const char* key, std::optional<Seconds> length) {
    if (length) json[key] = base::to_text(*length);
  }

  static Json written(const PolicyRule& rule) {
    Json json{{"id", rule.id}};
    if (!rule.title.empty()) json["title"] = rule.title;
    put_reach(json, rule.reach);
    if (rule.silent) json["silent"] = true;
    if (rule.earliest) json["earliest"] = time_of_day_text(*rule.earliest);
    if (rule.latest) json["latest"] = time_of_day_text(*rule.latest);
    if (rule.sessions) json["sessionsPerDay"] = *rule.sessions;
    put_length(json, "sessionLength", rule.session_length);
    put_length(json, "dayLength", rule.day_length);
    put_length(json, "relayLength", rule.relay);
    return json;
  }

  static Json written(const QuietDates& quiet) {
    Json json{{"id", quiet.id}};
    if (!quiet.title.empty()) json["title"] = quiet.title;
    if (quiet.days.date) json["date"] = date_text(*quiet.days.date);
    if (!quiet.days.holiday.empty()) json["holiday"] = quiet.days.holiday;
    if (quiet.days.offset != 0) json["offset"] = quiet.days.offset;
    if (quiet.days.days != 1) json["days"] = quiet.days.days;
    return json;
  }

  static Json written(const VolumeCeiling& volume) {
    Json json{{"id", volume.id}};
    put_reach(json, volume.reach);
    json["from"] = time_of_day_text(volume.from);
    json["to"] = time_of_day_text(volume.to);
    json["percent"] = volume.percent;
    return json;
  }
};

}  // namespace

std::string write_policy(const Policy& policy) {
  return Writer<nlohmann::ordered_json>::document(policy).dump(2) + "\n";
}

std::string canonical_policy(const Policy& policy) {
  return Writer<nlohmann::json>::document(policy).dump();
}

std::string fingerprint(const Policy& policy) {
  return fmt::format("{}.{} (sha256 {})", policy.id, policy.version,
                     base::to_hex(base::sha256(canonical_policy(policy))));
}

}  // namespace loa::schedules
