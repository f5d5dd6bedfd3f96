// loa schedule diff. Ends as diff does: 0 the same, 1 different, 2 could not compare.
#include "cli/schedule_diff.h"

#include <fmt/format.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/language.h"
#include "cli/schedule_file.h"
#include "schedules/diff.h"

namespace loa::cli {
namespace {

using base::Text;

struct DiffArguments {
  std::string before;
  std::string after;
  bool json = false;
};

void print_json(const std::vector<schedules::Difference>& differences) {
  auto list = nlohmann::ordered_json::array();
  for (const auto& one : differences) {
    list.push_back({{"code", one.code},
                    {"where", one.where.shown()},
                    {"what", one.what.shown()},
                    {"message", to_sentence(one).shown()}});
  }
  fmt::print("{}\n", list.dump(2));
}

int diff(const DiffArguments& arguments) {
  const auto before = read_schedule_file(arguments.before);
  const auto after = read_schedule_file(arguments.after);
  for (const auto* read : {&before, &after}) {
    if (!read->schedule) print_problems(stderr, read->problems);
  }
  if (!before.schedule || !after.schedule) return kUsage;
  const auto differences = schedules::differences(*before.schedule, *after.schedule);
  if (arguments.json) {
    print_json(differences);
  } else {
    for (const auto& one : differences) fmt::print("{}\n", to_sentence(one).shown());
    if (differences.empty()) {
      fmt::print("{}\n", Text{"Hai lịch như nhau.", "Both say the same."}.shown());
    }
  }
  return differences.empty() ? kFine : kProblems;
}

}  // namespace

void add_diff(CLI::App& group, Action& chosen) {
  auto arguments = std::make_shared<DiffArguments>();
  auto* command = group.add_subcommand(
      "diff", Text{"nói hai lịch khác nhau chỗ nào (mã 0: như nhau, 1: khác, 2: không so được)",
                   "tell how two schedules differ (exit 0: same, 1: different, 2: trouble)"}
                  .shown());
  command->add_option("A", arguments->before, Text{"tệp lịch cũ", "the old schedule"}.shown())
      ->required();
  command->add_option("B", arguments->after, Text{"tệp lịch mới", "the new schedule"}.shown())
      ->required();
  command->add_flag("--json", arguments->json,
                    Text{"in dạng JSON", "print the differences as JSON"}.shown());
  command->callback([&chosen, arguments] { chosen = [arguments] { return diff(*arguments); }; });
}

}  // namespace loa::cli
