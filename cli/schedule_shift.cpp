// loa schedule shift.
#include <fmt/format.h>

#include "base/clock.h"
#include "base/files.h"
#include "base/language.h"
#include "cli/schedule_file.h"
#include "cli/schedule_shift.h"
#include "schedules/shift.h"

namespace loa::cli {
namespace {

using base::Text;

struct ShiftArguments {
  std::string file;
  std::string out;
  int seconds = 15;
};

int shift(const ShiftArguments& arguments) {
  const auto result = read_schedule_file(arguments.file);
  if (!result.schedule) {
    print_problems(stderr, result.problems);
    return kProblems;
  }
  const base::Wall now = base::wall_now();
  const auto moved =
      schedules::shifted(*result.schedule, now, now + std::chrono::seconds{arguments.seconds});
  const std::string text = schedules::write_schedule(moved);
  if (arguments.out.empty()) {
    fmt::print("{}\n", text);
  } else {
    base::replace_file(arguments.out, text);
  }
  return kFine;
}

}  // namespace

void add_shift(CLI::App& group, Action& chosen) {
  auto arguments = std::make_shared<ShiftArguments>();
  auto* command = group.add_subcommand(
      "shift", Text{"dời cả tuần để mục kế tiếp phát ngay sau đây (trình diễn, thử tại chỗ)",
                    "move the week so that its next slot is due soon (demonstration, site test)"}
                   .shown());
  command->add_option("FILE", arguments->file, Text{"tệp lịch", "schedule file"}.shown())
      ->required();
  command
      ->add_option("--next-in", arguments->seconds,
                   Text{"số giây tới mục kế tiếp", "seconds until the next slot"}.shown())
      ->check(CLI::Range(1, 86'400))
      ->capture_default_str();
  command->add_option("-o", arguments->out, Text{"ghi vào tệp này", "write to this file"}.shown());
  command->callback([&chosen, arguments] { chosen = [arguments] { return shift(*arguments); }; });
}

}  // namespace loa::cli
