// loa schedule check, loa schedule expand, and the group they are in.
#include <fmt/format.h>

#include <cstdio>
#include <memory>

#include "base/language.h"
#include "cli/commands.h"
#include "cli/schedule_copy.h"
#include "cli/schedule_diff.h"
#include "cli/schedule_expand.h"
#include "cli/schedule_export.h"
#include "cli/schedule_file.h"
#include "cli/schedule_import.h"
#include "cli/schedule_policy.h"
#include "cli/schedule_shift.h"
#include "cli/words.h"
#include "schedules/notation.h"

namespace loa::cli {
namespace {

using base::Text;

struct Arguments {
  std::string file;
  std::string from;
  std::string to;
  bool json = false;
  PolicyArguments rules;
};

int check(const Arguments& arguments) {
  auto result = read_schedule_file(arguments.file);
  hold_to_rules(arguments.rules, result);
  if (arguments.json) {
    print_problems_json(stdout, result.problems);
  } else {
    print_problems(stdout, result.problems);
    if (result.problems.empty()) {
      const auto& schedule = *result.schedule;
      const Text fine{
          fmt::format("không có lỗi: {} chương trình, {} khung giờ, {} khẩu hiệu",
                      schedule.programmes.size(), schedule.slots.size(), schedule.slogans.size()),
          fmt::format("no problems: {} programmes, {} slots, {} slogans",
                      schedule.programmes.size(), schedule.slots.size(), schedule.slogans.size())};
      fmt::print("{}: {}\n", arguments.file, fine.shown());
    }
  }
  return result.schedule ? kFine : kProblems;
}

int expand(const Arguments& arguments) {
  const auto from = schedules::date_from(arguments.from);
  const auto to = schedules::date_from(arguments.to);
  if (!from || !to || *to < *from) {
    const Text wrong{"--from và --to phải là ngày dạng 2026-11-23, --to không trước --from",
                     "--from and --to must be dates such as 2026-11-23, --to not before --from"};
    return refuse(wrong, kUsage);
  }
  const auto result = read_schedule_file(arguments.file);
  if (!result.schedule) {
    print_problems(stderr, result.problems);
    return kProblems;
  }
  const schedules::Timetable timetable(result.schedule);
  const auto occurrences =
      timetable.starting_in(timetable.start_of_day(*from), timetable.start_of_day(*to));
  arguments.json ? print_occurrences_json(stdout, timetable, occurrences)
                 : print_occurrences_table(stdout, timetable, occurrences);
  return kFine;
}

CLI::Option* add_file(CLI::App& command, Arguments& arguments) {
  return command
      .add_option("FILE", arguments.file, Text{"tệp lịch (JSON)", "schedule file (JSON)"}.shown())
      ->required();
}

void add_check(CLI::App& group, Action& chosen) {
  auto arguments = std::make_shared<Arguments>();
  auto* command = group.add_subcommand("check", Text{"kiểm tra một tệp lịch, nêu mọi lỗi",
                                                     "check a schedule file, tell every problem"}
                                                    .shown());
  add_file(*command, *arguments);
  command->add_flag("--json", arguments->json,
                    Text{"in danh sách lỗi dạng JSON", "print the problems as JSON"}.shown());
  add_policy_options(*command, arguments->rules);
  command->callback([&chosen, arguments] { chosen = [arguments] { return check(*arguments); }; });
}

void add_expand(CLI::App& group, Action& chosen) {
  auto arguments = std::make_shared<Arguments>();
  auto* command = group.add_subcommand(
      "expand",
      Text{"liệt kê các lần phát từ ngày đến ngày", "list what is due between two days"}.shown());
  add_file(*command, *arguments);
  command->add_option("--from", arguments->from, Text{"từ ngày", "first day"}.shown())
      ->required()
      ->type_name("YYYY-MM-DD");
  command
      ->add_option("--to", arguments->to,
                   Text{"đến trước ngày này", "up to, but without, this day"}.shown())
      ->required()
      ->type_name("YYYY-MM-DD");
  command->add_flag(
      "--json", arguments->json,
      Text{"mỗi lần phát một đối tượng JSON trên một dòng", "one JSON object a line"}.shown());
  command->callback([&chosen, arguments] { chosen = [arguments] { return expand(*arguments); }; });
}

}  // namespace

void add_schedule_commands(CLI::App& app, Action& chosen) {
  auto* group = app.add_subcommand("schedule", Text{"lịch phát", "schedules"}.shown());
  group->require_subcommand(1);
  add_check(*group, chosen);
  add_expand(*group, chosen);
  add_copy(*group, chosen);
  add_diff(*group, chosen);
  add_shift(*group, chosen);
  add_policy(*group, chosen);
  add_import(*group, chosen);
  add_export(*group, chosen);
}

}  // namespace loa::cli
