// loa schedule copy.
#include "cli/schedule_copy.h"

#include <fmt/format.h>

#include <cstdio>

#include "base/files.h"
#include "base/language.h"
#include "cli/schedule_file.h"
#include "cli/words.h"
#include "schedules/copy.h"
#include "schedules/notation.h"

namespace loa::cli {
namespace {

using base::Text;
using date::local_days;

struct CopyArguments {
  std::string file;
  std::string from;
  std::string to;
  std::string title;
  std::string out;
};

void tell_left_out(const schedules::CopiedWeek& copy) {
  for (const auto& one : copy.left_out) {
    const auto title = one.title.empty() ? "" : fmt::format(" “{}”", one.title);
    const auto day = schedules::date_text(one.date);
    const Text line{fmt::format("không chép ngày riêng {}{}", day, title),
                    fmt::format("left out: the exception of {}{}", day, title)};
    fmt::print(stderr, "{}\n", line.shown());
  }
}

void tell(const schedules::CopiedWeek& copy, local_days to) {
  tell_left_out(copy);
  const auto& week = copy.week;
  const Text line{
      fmt::format("{} ({} đến {}): {} khung giờ, phiên bản {}", schedules::week_text(to),
                  schedules::date_text(week.valid_from), schedules::date_text(week.valid_to),
                  week.slots.size(), week.version),
      fmt::format("{} ({} to {}): {} slot{}, version {}", schedules::week_text(to),
                  schedules::date_text(week.valid_from), schedules::date_text(week.valid_to),
                  week.slots.size(), week.slots.size() == 1 ? "" : "s", week.version)};
  fmt::print(stderr, "{}\n", line.shown());
}

int copy(const CopyArguments& arguments) {
  const auto from = schedules::monday_from(arguments.from);
  const auto to = schedules::monday_from(arguments.to);
  if (!from || !to || *from == *to) {
    return refuse({"--from và --to phải là hai tuần khác nhau, dạng 2026-W48 hoặc một ngày trong "
                   "tuần như 2026-11-23",
                   "--from and --to must be two weeks, such as 2026-W48 or a day in it such as "
                   "2026-11-23"},
                  kUsage);
  }
  const auto read = read_schedule_file(arguments.file);
  if (!read.schedule) {
    print_problems(stderr, read.problems);
    return kProblems;
  }
  const auto& old = *read.schedule;
  if (*from > old.valid_to || *from + date::days{6} < old.valid_from) {
    return refuse(
        {fmt::format("lịch có từ {} đến {}, không có tuần {}", schedules::date_text(old.valid_from),
                     schedules::date_text(old.valid_to), schedules::week_text(*from)),
         fmt::format("the schedule holds from {} to {}, not in {}",
                     schedules::date_text(old.valid_from), schedules::date_text(old.valid_to),
                     schedules::week_text(*from))},
        kProblems);
  }
  auto copy = schedules::copied(old, *from, *to);
  if (!arguments.title.empty()) copy.week.title = arguments.title;
  const auto text = schedules::write_schedule(copy.week);
  arguments.out.empty() ? fmt::print("{}", text) : base::replace_file(arguments.out, text);
  tell(copy, *to);
  return kFine;
}

void add_week(CLI::App& command, const char* option, std::string& value, const Text& what) {
  command.add_option(option, value, what.shown())->required()->type_name("WEEK");
}

}  // namespace

void add_copy(CLI::App& group, Action& chosen) {
  auto arguments = std::make_shared<CopyArguments>();
  auto* command = group.add_subcommand(
      "copy", Text{"chép lịch một tuần sang tuần khác, không chép các ngày riêng",
                   "copy one week's schedule to another week, without its dated exceptions"}
                  .shown());
  command->add_option("FILE", arguments->file, Text{"tệp lịch", "schedule file"}.shown())
      ->required();
  add_week(*command, "--from", arguments->from,
           {"tuần để chép, như 2026-W48 hoặc một ngày trong tuần",
            "the week to copy, such as 2026-W48 or a day in it"});
  add_week(*command, "--to", arguments->to, {"tuần mới", "the new week"});
  command->add_option("--title", arguments->title,
                      Text{"tên của lịch mới", "the new schedule's title"}.shown());
  command->add_option("-o", arguments->out, Text{"ghi vào tệp này", "write to this file"}.shown());
  command->callback([&chosen, arguments] { chosen = [arguments] { return copy(*arguments); }; });
}

}  // namespace loa::cli
