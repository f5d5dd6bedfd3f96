// Reads a policy (schedules/policy.schema.json).
#include <fmt/format.h>

#include <map>

#include "base/document.h"
#include "base/fields.h"
#include "schedules/notation.h"
#include "schedules/policy.h"
#include "schedules/reader.h"

namespace loa::schedules {
namespace {

using base::Fields;

constexpr std::size_t kMostRules = 200;
constexpr std::size_t kMostClusters = 100;

std::vector<date::weekday> read_days(Fields& fields) {
  std::vector<date::weekday> days;
  const auto& items = fields.list_or_empty("days", 7);
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto* text = items[i].string();
    const auto day = text != nullptr ? weekday_from(*text) : std::nullopt;
    if (day) {
      days.push_back(*day);
    } else {
      fields.error("days", i, "bad-day",
                   {"phải là T2, T3, T4, T5, T6, T7, CN (hoặc mon … sun)",
                    "must be mon, tue, wed, thu, fri, sat, sun (or T2 … CN)"});
    }
  }
  return days;
}

PolicyReach read_reach(Fields& fields) {
  return {read_days(fields), fields.strings_or_empty("clusters", kMostClusters)};
}

std::optional<Seconds> read_hour(Fields& fields, std::string_view key) {
  const auto text = fields.string_or(key, "");
  if (text.empty()) return std::nullopt;
  const auto time = time_of_day_from(text);
  if (!time) {
    fields.error(key, "bad-time",
                 {"phải là giờ trong ngày dạng 05:00, từ 00:00 đến 23:59:59",
                  "must be a time of day such as 05:00, from 00:00 to 23:59:59"});
  }
  return time;
}

std::optional<Seconds> read_limit(Fields& fields, std::string_view key) {
  if (!fields.has(key)) return std::nullopt;
  return fields.seconds(key, Seconds(1), kDay);
}

void check_rule(Fields& fields, const PolicyRule& rule) {
  const bool limits = rule.earliest || rule.latest || rule.sessions || rule.session_length ||
                      rule.day_length || rule.relay;
  if (!limits && !rule.silent && fields.is_object()) {
    fields.error("", "rule-empty",
                 {"quy tắc này chưa giới hạn điều gì", "this rule limits nothing"});
  }
  if (limits && rule.silent) {
    fields.error("silent", "key-misplaced",
                 {"silent cấm cả ngày nên không đi cùng giới hạn khác",
                  "silent stands for the whole day and does not go with other limits"});
  }
  if (rule.earliest && rule.latest && *rule.latest <= *rule.earliest) {
    fields.error("latest", "hours",
                 {"giờ muộn nhất phải sau giờ sớm nhất", "latest must be after earliest"});
  }
}

PolicyRule read_rule(Fields fields, reader::Defined& defined) {
  PolicyRule rule;
  rule.place = fields.place();
  rule.id = reader::define(fields, defined);
  rule.title = fields.text_or("title", "", 300);
  rule.reach = read_reach(fields);
  rule.silent = fields.boolean_or("silent", false);
  rule.earliest = read_hour(fields, "earliest");
  rule.latest = read_hour(fields, "latest");
  if (fields.has("sessionsPerDay")) {
    rule.sessions = static_cast<int>(fields.integer("sessionsPerDay", 1, 100));
  }
  rule.session_length = read_limit(fields, "sessionLength");
  rule.day_length = read_limit(fields, "dayLength");
  rule.relay = read_limit(fields, "relayLength");
  check_rule(fields, rule);
  fields.finish();
  return rule;
}

QuietDates read_quiet(Fields fields, reader::Defined& defined) {
  QuietDates quiet;
  quiet.place = fields.place();
  quiet.id = reader::define(fields, defined);
  quiet.title = fields.text_or("title", "", 200);
  quiet.days = read_named_days(fields);
  fields.finish();
  return quiet;
}

VolumeCeiling read_volume(Fields fields, reader::Defined& defined) {
  VolumeCeiling volume;
  volume.place = fields.place();
  volume.id = reader::define(fields, defined);
  volume.reach = read_reach(fields);
  fields.require("from");
  fields.require("to");
  volume.from = read_hour(fields, "from").value_or(Seconds(0));
  volume.to = read_hour(fields, "to").value_or(Seconds(0));
  volume.percent = static_cast<int>(fields.integer("percent", 0, 100));
  fields.finish();
  return volume;
}

template <class Read>
void each(Fields& fields, std::string_view key, Read read) {
  const auto& items = fields.list_or_empty(key, kMostRules);
  for (std::size_t i = 0; i < items.size(); ++i) {
    read(Fields(items[i], fields.path(key, i), fields.file(), fields.problems()));
  }
}

Policy read_policy_root(Fields fields) {
  Policy policy;
  reader::Defined defined;  // one name is one rule, whatever its kind
  fields.find("$schema");
  policy.id = reader::read_id(fields, "id");
  policy.version = static_cast<int>(fields.integer("version", 1, 1'000'000'000));
  policy.title = fields.text("title", 200);
  policy.source = fields.text_or("source", "", 1000);
  policy.session_gap =
      fields.seconds_or("sessionGap", policy.session_gap, Seconds(0), Seconds(3600));
  each(fields, "rules",
       [&](Fields f) { policy.rules.push_back(read_rule(std::move(f), defined)); });
  each(fields, "quiet",
       [&](Fields f) { policy.quiet.push_back(read_quiet(std::move(f), defined)); });
  each(fields, "volume",
       [&](Fields f) { policy.volume.push_back(read_volume(std::move(f), defined)); });
  fields.finish();
  return policy;
}

}  // namespace

ReadPolicy read_policy(std::string_view json, const std::string& file) {
  base::DocumentLimits limits;
  limits.bytes = 256UL * 1024;
  limits.comments = true;
  auto document = base::parse_document(json, file, limits);
  ReadPolicy result{nullptr, std::move(document.problems)};
  if (!document.root) return result;
  auto policy = read_policy_root(Fields(*document.root, "", file, result.problems));
  if (!base::has_errors(result.problems)) {
    result.policy = std::make_shared<const Policy>(std::move(policy));
  }
  return result;
}

}  // namespace loa::schedules
