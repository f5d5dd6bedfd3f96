// Slots: of the week and of one date.
#include <fmt/format.h>

#include <algorithm>

#include "schedules/notation.h"
#include "schedules/read.h"
#include "schedules/reader.h"

namespace loa::schedules {

bool read_over(base::Fields& fields, Level level) {
  const bool over = fields.boolean_or("over", false);
  if (over && level == Level::emergency) {
    fields.error(
        "over", "over-emergency",
        {"tin khẩn cấp luôn ngắt, không phát đè", "an emergency cuts; it goes over nothing"});
  }
  return over;
}

}  // namespace loa::schedules

namespace loa::schedules::reader {
namespace {

std::optional<Seconds> read_time(base::Fields& fields, std::string_view key) {
  const auto text = fields.string(key);
  if (text.empty()) return std::nullopt;
  const auto time = time_of_day_from(text);
  if (!time) {
    fields.error(key, "bad-time",
                 {"phải là giờ trong ngày dạng 05:00 hoặc 05:00:30, từ 00:00 đến 23:59:59",
                  "must be a time of day such as 05:00 or 05:00:30, from 00:00 to 23:59:59"});
  }
  return time;
}

// The length by "end" or "length"; nothing after a problem.
std::optional<Seconds> read_length(base::Fields& fields, std::optional<Seconds> start) {
  const bool has_end = fields.has("end");
  const bool has_length = fields.has("length");
  if (has_end == has_length) {
    fields.error(has_end ? "length" : "", "slot-end",
                 {"phải có đúng một trong hai: end (giờ kết thúc) hoặc length (độ dài)",
                  "exactly one of end and length must be given"});
  }
  if (has_length) return fields.seconds("length", Seconds(1), kDay);
  const auto end = has_end ? read_time(fields, "end") : std::nullopt;
  if (!end || !start) return std::nullopt;
  return *end > *start ? *end - *start : *end + kDay - *start;
}

template <class Rule>
Rule read_rule(base::Fields& fields, std::string_view key, Rule fallback,
               std::optional<Rule> (*parse)(std::string_view), const base::Text& allowed) {
  const auto text = fields.string_or(key, "");
  if (text.empty()) return fallback;
  const auto rule = parse(text);
  if (!rule) fields.error(key, "bad-rule", allowed);
  return rule.value_or(fallback);
}

std::string read_area(base::Fields& fields) {
  return fields.choice_or<std::string>("area", "",
                                       {{"the-che", "the-che"},
                                        {"tthc", "tthc"},
                                        {"bo-may", "bo-may"},
                                        {"cong-vu", "cong-vu"},
                                        {"tai-chinh", "tai-chinh"},
                                        {"chinh-quyen-so", "chinh-quyen-so"},
                                        {"chi-dao", "chi-dao"},
                                        {"chi-so", "chi-so"},
                                        {"dvc", "dvc"},
                                        {"dien-hinh", "dien-hinh"},
                                        {"phan-anh", "phan-anh"}});
}

std::vector<std::string> read_clusters(base::Fields& fields) {
  auto clusters = fields.strings_or_empty("clusters", kMostClusters);
  for (std::size_t i = 0; i < clusters.size(); ++i) {
    if (std::find(clusters.begin(), clusters.begin() + static_cast<std::ptrdiff_t>(i),
                  clusters[i]) == clusters.begin() + static_cast<std::ptrdiff_t>(i))
      continue;
    fields.error("clusters", i, "cluster-twice",
                 {fmt::format("cụm loa “{}” ghi hai lần", clusters[i]),
                  fmt::format("the cluster “{}” stands twice", clusters[i])});
  }
  return clusters;
}

void read_times(base::Fields& fields, Slot& slot) {
  const auto start = read_time(fields, "start");
  const auto length = read_length(fields, start);
  slot.start = start.value_or(Seconds(0));
  slot.length = start && length ? *length : Seconds(0);
}

// All but "days" and "id".
Slot read_slot(base::Fields& fields, const Names& names, std::string id) {
  Slot slot;
  slot.place = fields.place();
  slot.id = std::move(id);
  read_times(fields, slot);
  slot.programme = read_reference(fields, "programme", names.programmes);
  slot.level = static_cast<Level>(fields.integer_or("level", 3, 1, 3));
  slot.start_rule = read_rule<StartRule>(fields, "startRule", {}, start_rule_from,
                                         {"phải là hard, next hoặc \"wait 2m\" (từ 1s đến 1h)",
                                          "must be hard, next or \"wait 2m\" (1s to 1h)"});
  slot.late_rule = read_rule<LateRule>(fields, "lateRule", {}, late_rule_from,
                                       {"phải là join, exact hoặc \"play 5m\" (từ 1s đến 24h)",
                                        "must be join, exact or \"play 5m\" (1s to 24h)"});
  slot.over = read_over(fields, slot.level);
  slot.clusters = read_clusters(fields);
  slot.slogans =
      read_references(fields, "slogans", kMostSlogansShown, names.slogans, {"khẩu hiệu", "slogan"});
  slot.area = read_area(fields);
  return slot;
}

std::vector<date::weekday> read_days(base::Fields& fields) {
  std::vector<date::weekday> days;
  const auto& items = fields.list("days", 1, 7);
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto* text = items[i].string();
    const auto day = text ? weekday_from(*text) : std::nullopt;
    if (!day) {
      fields.error("days", i, "bad-day",
                   {"phải là T2, T3, T4, T5, T6, T7, CN (hoặc mon … sun)",
                    "must be mon, tue, wed, thu, fri, sat, sun (or T2 … CN)"});
    } else if (std::ranges::find(days, *day) != days.end()) {
      const auto name = weekday_name(*day);
      fields.error(
          "days", i, "day-twice",
          {fmt::format("{} ghi hai lần", name.vi), fmt::format("{} stands twice", name.en)});
    } else {
      days.push_back(*day);
    }
  }
  return days;
}

}  // namespace

WeekdaySlot read_weekday_slot(base::Fields fields, Names& names) {
  WeekdaySlot slot;
  slot.days = read_days(fields);
  slot.slot = read_slot(fields, names, define(fields, names, slot.days));
  fields.finish();
  return slot;
}

Slot read_dated_slot(base::Fields fields, const Names& names, Defined& defined) {
  auto slot = read_slot(fields, names, define(fields, defined));
  fields.finish();
  return slot;
}

}  // namespace loa::schedules::reader
