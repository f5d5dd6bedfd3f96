// loa verify: what a station would make of a bundle, told offline.
#include <fmt/format.h>

#include <cstdio>
#include <memory>

#include "base/clock.h"
#include "base/files.h"
#include "cli/schedule_file.h"
#include "cli/trust_commands.h"
#include "cli/words.h"
#include "protocol/bind_week.h"
#include "trust/bundle.h"

namespace loa::cli {
namespace {

using base::Text;

struct VerifyArguments {
  std::string bundle;
  std::string root;
  std::vector<std::string> stations;
  std::string at;
};

trust::Trusted trusted_root(const std::string& file) {
  base::Problems problems;
  auto envelope =
      trust::read_envelope(base::read_file(file, 4 * trust::kLargestPayload), file, problems);
  if (!envelope) throw base::BadInput(std::move(problems));
  return trust::trusting(std::move(*envelope));
}

void tell(const std::string& station, const trust::Authorised& found,
          const schedules::WeeklySchedule& week) {
  const Text line{
      fmt::format("{}: “{}” ({} khung giờ), chương trình {} bản {}, hạn {}, mới đến {}", station,
                  week.title, week.slots.size(), found.programme, found.version,
                  base::to_rfc3339(found.expires), base::to_rfc3339(found.fresh_until)),
      fmt::format("{}: “{}” ({} slots), programme {} version {}, valid to {}, fresh "
                  "until {}",
                  station, week.title, week.slots.size(), found.programme, found.version,
                  base::to_rfc3339(found.expires), base::to_rfc3339(found.fresh_until))};
  fmt::print("{}\n", line.shown());
  for (const auto& key : found.signers) {
    fmt::print("  {} {}\n", Text{"người ký", "signed by"}.shown(), trust::to_hex(key));
  }
}

bool verify_for(const std::string& station, const trust::Bundle& bundle,
                const trust::Trusted& trusted, base::Wall at, const VerifyArguments& arguments) {
  const auto judgement = trust::judge(bundle, trusted, {station, at, true, arguments.bundle});
  print_problems(stderr, judgement.problems);
  if (!judgement.authorised) return false;
  const auto read = protocol::bind_week(*judgement.authorised, "", arguments.bundle);
  print_problems(stderr, read.problems);
  if (!read.schedule) return false;
  tell(station, *judgement.authorised, *read.schedule);
  return true;
}

int verify(const VerifyArguments& arguments) {
  const auto at = arguments.at.empty() ? base::wall_now() : base::from_rfc3339(arguments.at);
  if (!at) {
    return refuse(
        {"--at phải có dạng 2026-11-23T22:00:00Z", "--at must look like 2026-11-23T22:00:00Z"},
        kUsage);
  }
  const auto trusted = trusted_root(arguments.root);
  base::Problems problems;
  const auto text = base::read_file(arguments.bundle, trust::kLargestBundle);
  const auto bundle = trust::read_bundle(text, arguments.bundle, problems);
  print_problems(stderr, problems);
  if (!bundle) return kProblems;
  bool fine = true;
  for (const auto& station : arguments.stations) {
    fine = verify_for(station, *bundle, trusted, *at, arguments) && fine;
  }
  return fine ? kFine : kProblems;
}

}  // namespace

void add_verify_bundle(CLI::App& app, Action& chosen) {
  auto arguments = std::make_shared<VerifyArguments>();
  auto* command = app.add_subcommand(
      "verify", Text{"xem một gói lịch đã ký có được đài tin không, không cần mạng",
                     "whether stations would believe a signed bundle; needs no network"}
                    .shown());
  command->add_option("FILE", arguments->bundle, Text{"gói lịch", "the bundle"}.shown())
      ->required();
  command
      ->add_option("--root", arguments->root,
                   Text{"bản gốc mà đài được cài", "the root that stations were given"}.shown())
      ->required()
      ->type_name("FILE");
  command->add_option("--for", arguments->stations, Text{"mã đài", "a station's id"}.shown())
      ->required()
      ->type_name("ID");
  command
      ->add_option(
          "--at", arguments->at,
          Text{"vào lúc này; bỏ trống là bây giờ", "at this time; now if left out"}.shown())
      ->type_name("TIME");
  command->callback([&chosen, arguments] { chosen = [arguments] { return verify(*arguments); }; });
}

}  // namespace loa::cli
