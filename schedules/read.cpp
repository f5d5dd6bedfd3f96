// The whole document.
#include "schedules/read.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/document.h"
#include "schedules/notation.h"
#include "schedules/reader.h"

namespace loa::schedules {
namespace {

using base::Fields;

void read_zone(Fields& fields, WeeklySchedule& schedule) {
  schedule.zone = fields.string("zone", 64);
  if (schedule.zone.empty()) return;
  try {
    date::locate_zone(schedule.zone);
  } catch (const std::runtime_error&) {
    fields.error(
        "zone", "unknown-zone",
        {fmt::format("không có múi giờ “{}”; ở Việt Nam là Asia/Ho_Chi_Minh", schedule.zone),
         fmt::format("there is no time zone \"{}\"; Viet Nam's is Asia/Ho_Chi_Minh",
                     schedule.zone)});
  }
}

void read_validity(Fields fields, WeeklySchedule& schedule) {
  const auto from = reader::read_date(fields, "from");
  const auto to = reader::read_date(fields, "to");
  fields.finish();
  // Any two weeks will do for the checks that follow.
  schedule.valid_from = from.value_or(date::local_days(date::year(2024) / 1 / 1));
  schedule.valid_to = to && *to >= schedule.valid_from ? *to : schedule.valid_from + date::days(13);
  if (!from || !to) return;
  if (*to < *from) {
    fields.error("to", "validity", {"ngày cuối đứng trước ngày đầu", "ends before it begins"});
  } else if (*to - *from > reader::kLongestValidity) {
    schedule.valid_to = *from + reader::kLongestValidity;
    fields.error("to", "validity",
                 {"thời hạn dài quá 10 năm", "the validity is longer than 10 years"});
  }
}

// Each value of the list under `key`, as fields with their path.
template <class Read>
void each(Fields& fields, std::string_view key, const base::Node::Array& items, Read read) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    read(Fields(items[i], fields.path(key, i), fields.file(), fields.problems()));
  }
}

// What is referred to is read before what refers to it, whatever the order in the file.
void read_lists(Fields& fields, WeeklySchedule& schedule) {
  reader::Names names;
  each(fields, "programmes", fields.list("programmes", 1, reader::kMostProgrammes), [&](Fields f) {
    schedule.programmes.push_back(reader::read_programme(std::move(f), names.programmes));
  });
  each(fields, "slogans", fields.list_or_empty("slogans", reader::kMostSlogans), [&](Fields f) {
    schedule.slogans.push_back(reader::read_slogan(std::move(f), names.slogans));
  });
  schedule.default_slogans = reader::read_references(
      fields, "defaultSlogans", reader::kMostSlogansShown, names.slogans, {"khẩu hiệu", "slogan"});
  each(fields, "slots", fields.list("slots", 0, reader::kMostSlots),
       [&](Fields f) { schedule.slots.push_back(reader::read_weekday_slot(std::move(f), names)); });
  each(fields, "exceptions", fields.list_or_empty("exceptions", reader::kMostExceptions),
       [&](Fields f) {
         schedule.exceptions.push_back(reader::read_exception(std::move(f), names));
       });
}

WeeklySchedule read_root(Fields fields) {
  WeeklySchedule schedule;
  fields.find("$schema");
  schedule.id = reader::read_id(fields, "id");
  schedule.version = static_cast<int>(fields.integer("version", 1, 1'000'000'000));
  schedule.title = fields.text("title", 200);
  read_zone(fields, schedule);
  read_validity(fields.object("valid"), schedule);
  read_lists(fields, schedule);
  fields.finish();
  return schedule;
}

void sort_by_place(base::Problems& problems) {
  std::ranges::stable_sort(problems, {}, [](const base::Problem& problem) {
    return std::tuple(problem.place.line, problem.place.column);
  });
}

}  // namespace

ReadSchedule read_schedule(std::string_view json, const std::string& file) {
  auto document = base::parse_document(json, file);
  ReadSchedule result{nullptr, std::move(document.problems)};
  if (!document.root) return result;
  auto schedule = read_root(Fields(*document.root, "", file, result.problems));
  reader::check_exceptions(schedule, result.problems);
  reader::check_overlaps(schedule, result.problems);
  sort_by_place(result.problems);
  if (!base::has_errors(result.problems)) {
    result.schedule = std::make_shared<const WeeklySchedule>(std::move(schedule));
  }
  return result;
}

}  // namespace loa::schedules
