// loa root new, loa root sign: who may sign what.
#include <fmt/format.h>

#include <cstdio>
#include <memory>

#include "cli/office.h"
#include "cli/trust_commands.h"

namespace loa::cli {
namespace {

using base::Text;

struct NewRoot {
  std::string folder;
  std::vector<std::string> root, programme, snapshot, timestamp, command;
  int threshold = 1;
  int programme_threshold = 1;
  int command_threshold = 1;
  int days = 3650;
};

struct SignRoot {
  std::string folder;
  KeyArguments key;
};

// Told after each step: a root is of use once enough have signed, the old keys too.
void tell_signatures(const trust::Records& records) {
  const auto& envelope = records.roots.back();
  const auto root = trust::last_root(records);
  const auto signers = trust::signers(envelope, root.root).size();
  Text line{fmt::format("bản gốc số {}: {} trên {} chữ ký cần có", root.header.version, signers,
                        root.root.threshold),
            fmt::format("root {}: {} of {} signatures", root.header.version, signers,
                        root.root.threshold)};
  if (records.roots.size() > 1) {
    const auto before =
        trust::last_root({{records.roots.begin(), records.roots.end() - 1}, {}, {}, {}, {}});
    const auto old = trust::signers(envelope, before.root).size();
    line.vi += fmt::format("; của bản trước: {} trên {}", old, before.root.threshold);
    line.en += fmt::format("; of the root before: {} of {}", old, before.root.threshold);
  }
  fmt::print("{}\n", line.shown());
}

int make_root(const NewRoot& arguments) {
  Office office(arguments.folder);
  auto& records = office.records();
  const auto validity = valid_for(arguments.days);
  const auto before = static_cast<std::int64_t>(records.roots.size());
  trust::Root root{{before + 1, validity.issued, validity.expires},
                   role_of(arguments.root, arguments.threshold),
                   role_of(arguments.programme, arguments.programme_threshold),
                   role_of(arguments.snapshot, 1),
                   role_of(arguments.timestamp, 1)};
  if (!arguments.command.empty()) {
    root.command = role_of(arguments.command, arguments.command_threshold);
  }
  auto envelope = trust::envelope_of(root);
  base::Problems problems;
  if (!trust::read_root(envelope, arguments.folder, problems)) throw base::BadInput(problems);
  records.roots.push_back(std::move(envelope));
  office.save_root(records.roots.size() - 1);
  tell_signatures(records);
  return kFine;
}

int sign_root(const SignRoot& arguments) {
  Office office(arguments.folder);
  auto& records = office.records();
  trust::last_root(records);
  trust::sign(records.roots.back(), signer_of(arguments.key));
  office.save_root(records.roots.size() - 1);
  tell_signatures(records);
  return kFine;
}

void add_keys(CLI::App& command, const char* option, std::vector<std::string>& keys,
              const Text& what) {
  command.add_option(option, keys, what.shown())->required()->type_name("KEY|FILE");
}

void add_new(CLI::App& group, Action& chosen) {
  auto arguments = std::make_shared<NewRoot>();
  auto* command =
      group.add_subcommand("new", Text{"lập bản gốc, hoặc bản gốc kế tiếp: ai được ký gì",
                                       "make the root, or the next one: who may sign what"}
                                      .shown());
  add_office_folder(*command, arguments->folder);
  add_keys(*command, "--root", arguments->root, {"khóa ký bản gốc", "keys of the root"});
  command->add_option("--threshold", arguments->threshold,
                      Text{"cần mấy khóa gốc cùng ký", "how many root keys must sign"}.shown());
  add_keys(*command, "--programme", arguments->programme,
           {"khóa ký lịch", "keys of the programme"});
  command->add_option(
      "--programme-threshold", arguments->programme_threshold,
      Text{"cần mấy khóa lịch cùng ký", "how many programme keys must sign"}.shown());
  add_keys(*command, "--snapshot", arguments->snapshot, {"khóa ảnh chụp", "key of the snapshot"});
  add_keys(*command, "--timestamp", arguments->timestamp,
           {"khóa nhãn giờ", "key of the timestamp"});
  command
      ->add_option("--command", arguments->command,
                   Text{"khóa của người được ra lệnh trực tiếp (không bắt buộc)",
                        "keys of those who may give live commands (may be left out)"}
                       .shown())
      ->type_name("KEY|FILE");
  command->add_option(
      "--command-threshold", arguments->command_threshold,
      Text{"cần mấy người cùng ký một lệnh", "how many must sign a command"}.shown());
  command
      ->add_option("--days", arguments->days,
                   Text{"hạn, tính bằng ngày", "valid for, days"}.shown())
      ->check(CLI::Range(1, 36'500));
  command->callback(
      [&chosen, arguments] { chosen = [arguments] { return make_root(*arguments); }; });
}

void add_sign(CLI::App& group, Action& chosen) {
  auto arguments = std::make_shared<SignRoot>();
  auto* command =
      group.add_subcommand("sign", Text{"ký bản gốc mới nhất", "sign the newest root"}.shown());
  add_office_folder(*command, arguments->folder);
  add_key_options(*command, arguments->key);
  command->callback(
      [&chosen, arguments] { chosen = [arguments] { return sign_root(*arguments); }; });
}

}  // namespace

void add_root_commands(CLI::App& app, Action& chosen) {
  auto* group = app.add_subcommand(
      "root", Text{"bản gốc: ai được ký gì", "the root: who may sign what"}.shown());
  group->require_subcommand(1);
  add_new(*group, chosen);
  add_sign(*group, chosen);
}

}  // namespace loa::cli
