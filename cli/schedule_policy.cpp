#include "cli/schedule_policy.h"

#include <fmt/format.h>

#include <memory>
#include <optional>

#include "base/language.h"
#include "cli/schedule_file.h"
#include "schedules/findings.h"
#include "schedules/policy_file.h"

namespace loa::cli {
namespace {

using base::Text;

struct ShowArguments {
  std::string name;
  bool canonical = false;
};

int list_presets() {
  for (const auto& name : schedules::policy_presets()) {
    fmt::print("{:<20} {}\n", name, schedules::policy_preset(name)->title);
  }
  return kFine;
}

int show(const ShowArguments& arguments) {
  if (arguments.name.empty()) return list_presets();
  const auto read = schedules::policy_named(arguments.name);
  print_problems(stderr, read.problems);
  if (!read.policy) return kProblems;
  if (arguments.canonical) {
    fmt::print("{}", schedules::canonical_policy(*read.policy));
  } else {
    fmt::print("{}", schedules::write_policy(*read.policy));
    fmt::print(stderr, "{}\n", schedules::fingerprint(*read.policy));
  }
  return kFine;
}

}  // namespace

void add_policy_options(CLI::App& command, PolicyArguments& arguments) {
  command
      .add_option("--policy", arguments.policy,
                  Text{"quy định: tên mẫu hoặc tệp", "policy: a preset or a file"}.shown())
      ->type_name("NAME|FILE");
  command.add_option("--cluster", arguments.clusters,
                     Text{"chỉ những cụm loa này; bỏ trống thì mọi quy tắc đều áp dụng",
                          "only these clusters; every rule holds if left out"}
                         .shown());
}

void hold_to_rules(const PolicyArguments& arguments, schedules::ReadSchedule& read) {
  if (!read.schedule) return;
  const auto& week = *read.schedule;
  // Without a library and a clock only the schedule itself can be judged.
  const auto nothing = [](const schedules::Item&) { return std::optional<base::Duration>(); };
  auto found = schedules::likely_mistakes(week, nothing, std::nullopt);
  if (!arguments.policy.empty()) {
    const auto policy = schedules::policy_named(arguments.policy);
    auto broken = policy.policy ? schedules::check(week, *policy.policy, arguments.clusters,
                                                   week.valid_from, week.valid_to)
                                : policy.problems;
    found.insert(found.end(), broken.begin(), broken.end());
  }
  if (base::has_errors(found)) read.schedule = nullptr;
  read.problems.insert(read.problems.end(), found.begin(), found.end());
}

void add_policy(CLI::App& group, Action& chosen) {
  auto arguments = std::make_shared<ShowArguments>();
  auto* command =
      group.add_subcommand("policy", Text{"liệt kê quy định mẫu, hoặc kiểm tra và in một quy định",
                                          "list the presets, or check and print a policy"}
                                         .shown());
  command->add_option("NAME|FILE", arguments->name,
                      Text{"tên mẫu hoặc tệp", "a preset or a file"}.shown());
  command->add_flag(
      "--canonical", arguments->canonical,
      Text{"in đúng những byte dùng để ký", "print the bytes that are signed"}.shown());
  command->callback([&chosen, arguments] { chosen = [arguments] { return show(*arguments); }; });
}

}  // namespace loa::cli
