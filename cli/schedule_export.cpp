// loa schedule export.
#include "cli/schedule_export.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/clock.h"
#include "base/files.h"
#include "base/language.h"
#include "cli/schedule_file.h"
#include "cli/words.h"
#include "schedules/intake/export_pdf.h"
#include "schedules/intake/export_text.h"
#include "schedules/intake/export_xlsx.h"
#include "schedules/intake/icalendar.h"
#include "schedules/notation.h"
#include "schedules/timetable.h"

namespace loa::cli {
namespace {

using base::Text;
namespace intake = schedules::intake;

struct ExportArguments {
  std::string file;
  std::string to;
  std::string week_of;
  std::string out;
};

date::local_days monday_of(date::local_days day) {
  const auto after_monday = date::weekday(day) - date::Monday;
  return day - after_monday;
}

// This week, or the nearest one in which the schedule is valid.
date::local_days week_at_hand(const std::shared_ptr<const schedules::WeeklySchedule>& schedule) {
  const auto today = schedules::Timetable(schedule).local_day(base::wall_now());
  return monday_of(std::clamp(today, schedule->valid_from, schedule->valid_to));
}

bool is_of_a_week(const std::string& form) { return form != "json" && form != "ics"; }
bool is_binary(const std::string& form) { return form == "xlsx" || form == "pdf"; }

std::string exported(const schedules::WeeklySchedule& schedule, const std::string& form,
                     date::local_days monday) {
  if (form == "xlsx") return intake::export_xlsx(schedule, monday);
  if (form == "pdf") return intake::export_pdf(schedule, monday);
  if (form == "text") return intake::export_text(schedule, monday);
  if (form == "ics") return intake::export_ics(schedule);
  return schedules::write_schedule(schedule) + "\n";
}

int export_file(const ExportArguments& arguments) {
  const auto day = schedules::date_from(arguments.week_of);
  if (!arguments.week_of.empty() && !day) {
    return refuse({"--week-of phải là một ngày dạng 2026-11-23",
                   "--week-of must be a date such as 2026-11-23"},
                  kUsage);
  }
  if (day && !is_of_a_week(arguments.to)) {
    return refuse({"--week-of không dùng với json và ics: hai dạng này chứa cả lịch",
                   "--week-of does not go with json and ics: these hold the whole schedule"},
                  kUsage);
  }
  if (arguments.out.empty() && is_binary(arguments.to)) {
    return refuse({"cần -o TỆP để ghi dạng này", "this form needs -o FILE"}, kUsage);
  }
  const auto result = read_schedule_file(arguments.file);
  if (!result.schedule) {
    print_problems(stderr, result.problems);
    return kProblems;
  }
  const auto monday = day ? monday_of(*day) : week_at_hand(result.schedule);
  const auto bytes = exported(*result.schedule, arguments.to, monday);
  if (arguments.out.empty()) {
    fmt::print("{}", bytes);
  } else {
    base::replace_file(arguments.out, bytes);
  }
  return kFine;
}

}  // namespace

void add_export(CLI::App& group, Action& chosen) {
  auto arguments = std::make_shared<ExportArguments>();
  auto* command = group.add_subcommand(
      "export", Text{"xuất lịch sang Excel, PDF để dán, văn bản, iCalendar hoặc JSON",
                     "write a schedule as Excel, a PDF for the wall, text, iCalendar or JSON"}
                    .shown());
  command
      ->add_option("FILE", arguments->file, Text{"tệp lịch (JSON)", "schedule file (JSON)"}.shown())
      ->required();
  command->add_option("--to", arguments->to, Text{"dạng cần xuất", "the form"}.shown())
      ->required()
      ->check(CLI::IsMember({"xlsx", "pdf", "text", "ics", "json"}));
  command
      ->add_option(
          "--week-of", arguments->week_of,
          Text{"một ngày của tuần cần xuất (mặc định: tuần này, hoặc tuần gần nhất có lịch)",
               "a day of the week (default: this week, or the nearest with a schedule)"}
              .shown())
      ->type_name("YYYY-MM-DD");
  command->add_option("-o", arguments->out, Text{"ghi vào tệp này", "write to this file"}.shown());
  command->callback(
      [&chosen, arguments] { chosen = [arguments] { return export_file(*arguments); }; });
}

}  // namespace loa::cli
