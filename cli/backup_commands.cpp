// loa backup, loa restore.
#include <fmt/format.h>

#include "base/clock.h"
#include "base/language.h"
#include "cli/backup/pack.h"
#include "cli/backup/restore.h"
#include "cli/machine_commands.h"
#include "cli/service_pause.h"
#include "cli/words.h"
#include "daemon/config.h"

namespace loa::cli {
namespace {

using base::Text;

struct BackupArguments {
  std::string file;
  bool without_identity = false;
  bool finish = false;
};

std::string megabytes(std::uint64_t bytes) {
  return fmt::format("{:.1f} MB", static_cast<double>(bytes) / (1024.0 * 1024.0));
}

int back_up(const BackupArguments& arguments, const std::string& config) {
  const auto packed =
      backup::pack({config, arguments.file, !arguments.without_identity}, base::wall_now());
  for (const auto& path : packed.left_out) {
    fmt::print(stderr, "{} {}\n",
               Text{"bỏ qua, không phải tệp thường:", "left out, no plain file:"}.shown(), path);
  }
  const auto count = packed.contents.members.size();
  fmt::print(
      "{}\n",
      Text{fmt::format("đã sao lưu “{}” vào {}: {} tệp, {}, đọc lại thấy đủ",
                       packed.contents.header.name, arguments.file, count, megabytes(packed.bytes)),
           fmt::format("\"{}\" is backed up in {}: {} files, {}, read back and whole",
                       packed.contents.header.name, arguments.file, count, megabytes(packed.bytes))}
          .shown());
  if (!arguments.without_identity) {
    fmt::print("{}\n", Text{"Tệp này có khóa của đài: cất như cất chìa khóa.",
                            "This file holds the station's key: keep it as you keep keys."}
                           .shown());
  }
  return kFine;
}

int finish_restore(const std::string& config) {
  const auto before = backup::finish(daemon::read_config(config).state);
  if (before) {
    fmt::print("{} {}\n", Text{"đã làm nốt; bản cũ ở", "finished; the old is in"}.shown(), *before);
  }
  return kFine;
}

void tell_restored(const backup::Restored& restored) {
  const auto& header = restored.contents.header;
  fmt::print("{}\n",
             Text{fmt::format("đã phục hồi “{}” ({} tệp) vào {}; bản cũ ở {}/{}", header.name,
                              restored.contents.members.size(), restored.state.string(),
                              restored.state.string(), restored.before),
                  fmt::format("\"{}\" is restored ({} files) into {}; the old is in {}/{}",
                              header.name, restored.contents.members.size(),
                              restored.state.string(), restored.state.string(), restored.before)}
                 .shown());
  if (header.identity) {
    fmt::print("{}\n",
               Text{"Đừng bật lại máy cũ: hai máy một khóa thì trung tâm coi là giả mạo.",
                    "Do not start the old board again: two with one key look like a forgery."}
                   .shown());
  }
}

int put_back(const BackupArguments& arguments, const std::string& config) {
  if (arguments.finish) return finish_restore(config);
  if (arguments.file.empty()) {
    return refuse({"cần tên tệp sao lưu", "which backup?"}, kUsage);
  }
  ServicePause pause(StationService::of(config));
  const auto restored =
      backup::restore(arguments.file, config, base::wall_now(), [&] { pause.begin(); });
  tell_restored(restored);
  if (pause.end()) {
    fmt::print("{}\n",
               Text{"Đài đã khởi động lại.", "The station has been started again."}.shown());
  }
  return kFine;
}

}  // namespace

void add_backup_commands(CLI::App& app, Action& chosen) {
  auto arguments = std::make_shared<BackupArguments>();
  const Text file{"tệp sao lưu", "the backup"};
  auto* backup = app.add_subcommand(
      "backup",
      Text{"sao lưu tất cả những gì làm nên đài này", "back up all that is this station"}.shown());
  backup->fallthrough();
  backup->add_option("FILE", arguments->file, file.shown())->required();
  backup->add_flag("--without-identity", arguments->without_identity,
                   Text{"không kèm khóa và nhật ký", "without the key and the record"}.shown());
  const auto from = add_config_option(*backup);
  backup->callback(
      [&chosen, arguments, from] { chosen = [=] { return back_up(*arguments, *from); }; });
  auto* restore = app.add_subcommand(
      "restore", Text{"phục hồi đài từ bản sao lưu", "restore a station from a backup"}.shown());
  restore->fallthrough();
  restore->add_option("FILE", arguments->file, file.shown());
  restore->add_flag(
      "--finish", arguments->finish,
      Text{"chỉ làm nốt việc bị mất điện ngắt", "only finish what a power cut stopped"}.shown());
  const auto to = add_config_option(*restore);
  restore->callback(
      [&chosen, arguments, to] { chosen = [=] { return put_back(*arguments, *to); }; });
}

}  // namespace loa::cli
