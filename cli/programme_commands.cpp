// loa sign-programme, loa delegate, loa bundle: what may sound and show where.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <regex>

#include "base/files.h"
#include "cli/office.h"
#include "cli/schedule_file.h"
#include "cli/trust_commands.h"
#include "schedules/media_folder.h"

namespace loa::cli {
namespace {

using base::Text;
namespace fs = std::filesystem;

constexpr std::size_t kLargestMedia = 1UL << 30;

struct Common {
  std::string folder;
  std::string name{trust::Programme::kFirst};
  std::vector<std::string> stations;
  KeyArguments key;
  int days = 35;
};

struct SignWeek : Common {
  std::string week;
  std::string media;
};

struct Delegate : Common {
  std::string to;
  std::vector<std::string> keys;
  int threshold = 1;
  int most_urgent = 3;
};

struct MakeBundle {
  std::string folder;
  std::string out;
  KeyArguments snapshot, timestamp;
  int fresh_days = 8;
};

// Signs the programme anew with what `change` did to it, and keeps it.
template <class Change>
void sign_changed(Office& office, const Common& common, const Change& change) {
  auto& records = office.records();
  trust::last_root(records);
  const auto key = signer_of(common.key);
  auto programme = trust::next_programme(records, common.name, valid_for(common.days));
  change(programme);
  auto envelope = trust::envelope_of(programme);
  base::Problems problems;
  if (!trust::read_programme(envelope, common.name, problems)) throw base::BadInput(problems);
  trust::sign(envelope, key);
  records.programmes[common.name] = envelope;
  office.save_programme(common.name);
  const Text done{
      fmt::format("đã ký chương trình {} bản {}, hạn {}", common.name, programme.header.version,
                  base::to_rfc3339(programme.header.expires)),
      fmt::format("signed programme {} version {}, valid to {}", common.name,
                  programme.header.version, base::to_rfc3339(programme.header.expires))};
  fmt::print("{}\n", done.shown());
}

trust::SignedWeek signed_week(const SignWeek& arguments, const schedules::WeeklySchedule& week,
                              const std::string& text) {
  trust::SignedWeek said{
      arguments.stations, trust::reference_to(text), arguments.media.empty(), {}};
  if (said.any_media) return said;
  for (const auto& programme : week.programmes) {
    for (const auto& item : programme.items) {
      const auto* audio = schedules::audio_file_of(item);
      if (audio == nullptr) continue;
      const auto content = base::read_file(fs::path(arguments.media) / audio->path, kLargestMedia);
      said.media[audio->path] = trust::reference_to(content);
    }
  }
  return said;
}

int sign_week(const SignWeek& arguments) {
  const auto read = read_schedule_file(arguments.week);
  print_problems(stderr, read.problems);
  if (!read.schedule) return kProblems;
  const auto text = base::read_file(arguments.week, trust::kLargestWeek);
  Office office(arguments.folder);
  const auto said = signed_week(arguments, *read.schedule, text);
  // The week before the programme that names it: what is named is always there.
  office.save_week(text);
  sign_changed(office, arguments,
               [&](trust::Programme& programme) { trust::put_week(programme, said); });
  return kFine;
}

int delegate(const Delegate& arguments) {
  Office office(arguments.folder);
  const auto role = role_of(arguments.keys, arguments.threshold);
  sign_changed(office, arguments, [&](trust::Programme& programme) {
    std::erase_if(programme.delegations,
                  [&](const trust::Delegation& one) { return one.name == arguments.to; });
    programme.delegations.push_back(
        {arguments.to, arguments.stations, arguments.most_urgent, role});
  });
  return kFine;
}

int make_bundle(const MakeBundle& arguments) {
  Office office(arguments.folder);
  trust::last_root(office.records());
  const auto fresh = valid_for(arguments.fresh_days);
  const auto bundle = trust::seal(office.records(), signer_of(arguments.snapshot), fresh,
                                  signer_of(arguments.timestamp), fresh);
  office.save_seal();
  base::replace_file(arguments.out, trust::write_bundle(bundle));
  const Text done{
      fmt::format("đã đóng gói vào {}, mới đến {}", arguments.out, base::to_rfc3339(fresh.expires)),
      fmt::format("bundled into {}, fresh until {}", arguments.out,
                  base::to_rfc3339(fresh.expires))};
  fmt::print("{}\n", done.shown());
  return kFine;
}

// A name becomes a file's name.
std::string name_check(const std::string& name) {
  static const std::regex kName("[a-z0-9][a-z0-9-]{0,63}");
  if (std::regex_match(name, kName)) return "";
  return Text{"tên chỉ gồm a-z, 0-9 và dấu -", "a name consists of a-z, 0-9 and -"}.shown();
}

void add_common(CLI::App& command, Common& common) {
  add_office_folder(command, common.folder);
  command
      .add_option("--name", common.name,
                  Text{"tên chương trình của người ký", "the signer's programme"}.shown())
      ->check(name_check);
  command
      .add_option("--for", common.stations,
                  Text{"mã đài, nêu được nhiều lần; * là mọi đài",
                       "a station's id, may be given often; * is any"}
                      .shown())
      ->required()
      ->type_name("ID");
  add_key_options(command, common.key);
  command.add_option("--days", common.days, Text{"hạn, tính bằng ngày", "valid for, days"}.shown())
      ->check(CLI::Range(1, 3'650));
}

void add_sign_week(CLI::App& app, Action& chosen) {
  auto arguments = std::make_shared<SignWeek>();
  auto* command = app.add_subcommand(
      "sign-programme", Text{"ký một lịch tuần cho các đài", "sign a week for stations"}.shown());
  add_common(*command, *arguments);
  command
      ->add_option("--week", arguments->week,
                   Text{"tệp lịch (JSON)", "schedule file (JSON)"}.shown())
      ->required()
      ->type_name("FILE");
  command->add_option("--media", arguments->media,
                      Text{"thư mục tệp âm thanh, để ký cả từng tệp của lịch",
                           "the folder of sound files, to sign those of the week too"}
                          .shown());
  command->callback(
      [&chosen, arguments] { chosen = [arguments] { return sign_week(*arguments); }; });
}

void add_delegate(CLI::App& app, Action& chosen) {
  auto arguments = std::make_shared<Delegate>();
  auto* command = app.add_subcommand(
      "delegate",
      Text{"cho một xã ký lịch của đài mình", "let a commune sign for its stations"}.shown());
  add_common(*command, *arguments);
  command
      ->add_option("--to", arguments->to,
                   Text{"tên chương trình của xã", "the commune's programme"}.shown())
      ->required()
      ->check(name_check);
  command
      ->add_option("--to-key", arguments->keys, Text{"khóa của xã", "the commune's keys"}.shown())
      ->required()
      ->type_name("KEY|FILE");
  command->add_option("--threshold", arguments->threshold,
                      Text{"cần mấy khóa cùng ký", "how many must sign"}.shown());
  command
      ->add_option("--most-urgent", arguments->most_urgent,
                   Text{"cấp khẩn nhất xã được dùng: 1, 2 hoặc 3",
                        "the most urgent level that the commune may use: 1, 2 or 3"}
                       .shown())
      ->check(CLI::Range(1, 3));
  command->callback(
      [&chosen, arguments] { chosen = [arguments] { return delegate(*arguments); }; });
}

void add_bundle(CLI::App& app, Action& chosen) {
  auto arguments = std::make_shared<MakeBundle>();
  auto* command =
      app.add_subcommand("bundle", Text{"đóng gói những gì đã ký thành một tệp cho đài",
                                        "make one file for stations of all that was signed"}
                                       .shown());
  add_office_folder(*command, arguments->folder);
  command->add_option("-o", arguments->out, Text{"ghi vào tệp này", "write to this file"}.shown())
      ->required();
  add_key_options(*command, arguments->snapshot, "--snapshot-key");
  add_key_options(*command, arguments->timestamp, "--timestamp-key");
  command
      ->add_option(
          "--fresh-days", arguments->fresh_days,
          Text{"sau từng này ngày đài báo là cũ", "stations call it stale after this, days"}
              .shown())
      ->check(CLI::Range(1, 3'650));
  command->callback(
      [&chosen, arguments] { chosen = [arguments] { return make_bundle(*arguments); }; });
}

}  // namespace

void add_programme_commands(CLI::App& app, Action& chosen) {
  add_sign_week(app, chosen);
  add_delegate(app, chosen);
  add_bundle(app, chosen);
}

}  // namespace loa::cli
