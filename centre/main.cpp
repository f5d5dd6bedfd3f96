// loa-centre: the centre to which stations report.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>
#include <map>
#include <stdexcept>

#include "base/clock.h"
#include "base/duration.h"
#include "base/problem.h"
#include "centre/admin_commands.h"
#include "centre/app.h"
#include "centre/backup.h"
#include "centre/version.h"

namespace {

struct Wanted {
  std::string file;
  std::string name;
  std::string replaces;  // the station whose place the token's user takes
  bool check = false;
  bool token = false;
  std::string revoked;  // the station that is to be shut out
  std::string bundle;   // to be given to the running centre
  std::string media;    // the folder with what it names; "": only the bundle is given
  bool only_media = false;
  std::map<std::string, std::string> staged;  // how the bundle goes out
  std::string settle;
  std::string what = "show";
  std::string rollout;  // show, continue or stop; "": nothing of it is asked
  std::string command;  // likewise
  std::string backup;   // the file to write
  std::string restore;  // the file to read
};

void tell_taken(const std::string& file) {
  const loa::base::Text fine{file + ": trung tâm đã nhận", file + ": taken"};
  std::cout << fine.shown() << '\n';
}

void tell_copied(const std::string& file, const loa::centre::BackupSummary& copied) {
  const loa::base::Text fine{
      fmt::format("{}: {} đài, {} dòng bản ghi", file, copied.stations, copied.rows),
      fmt::format("{}: {} stations, {} rows of their records", file, copied.stations, copied.rows)};
  std::cout << fine.shown() << '\n';
}

// As the centre is asked for it.
std::map<std::string, std::string> staged_query(const Wanted& wanted) {
  auto query = wanted.staged;
  if (!wanted.settle.empty()) {
    const auto settle = loa::base::duration_from(wanted.settle);
    if (!settle) throw std::runtime_error("--settle: 90s, 15m, 1h");
    query["settle"] =
        std::to_string(std::chrono::duration_cast<std::chrono::seconds>(*settle).count());
  }
  std::erase_if(query, [](const auto& entry) { return entry.second.empty(); });
  return query;
}

void give_bundle(const loa::centre::Config& config, const Wanted& wanted) {
  if (!wanted.media.empty()) {
    const auto given = loa::centre::give_media(config, wanted.bundle, wanted.media);
    const loa::base::Text fine{std::to_string(given) + " tệp âm thanh đã giao cho trung tâm",
                               std::to_string(given) + " audio files were given to the centre"};
    std::cout << fine.shown() << '\n';
  }
  if (wanted.only_media) return;
  loa::centre::give_programme(config, wanted.bundle, staged_query(wanted));
  tell_taken(wanted.bundle);
}

int carry_out(const Wanted& wanted) {
  const auto config = loa::centre::read_config(wanted.file);
  if (wanted.token) {
    std::cout << loa::centre::new_token(config, wanted.name, wanted.replaces) << '\n';
  } else if (!wanted.revoked.empty()) {
    loa::centre::revoke(config, wanted.revoked);
    const loa::base::Text fine{wanted.revoked + ": đã thu hồi", wanted.revoked + ": revoked"};
    std::cout << fine.shown() << '\n';
  } else if (!wanted.bundle.empty()) {
    give_bundle(config, wanted);
  } else if (!wanted.rollout.empty()) {
    std::cout << loa::centre::order_rollout(config, wanted.rollout) << '\n';
  } else if (!wanted.command.empty()) {
    loa::centre::give_command(config, wanted.command);
    tell_taken(wanted.command);
  } else if (!wanted.backup.empty()) {
    tell_copied(wanted.backup, loa::centre::back_up(config, wanted.backup, loa::base::wall_now()));
  } else if (!wanted.restore.empty()) {
    tell_copied(wanted.restore, loa::centre::restore(config, wanted.restore));
  } else if (wanted.check) {
    const loa::base::Text fine{wanted.file + ": hợp lệ", wanted.file + ": valid"};
    std::cout << fine.shown() << '\n';
  } else {
    loa::centre::App(config).run();
  }
  return 0;
}

int run(const Wanted& wanted) {
  try {
    return carry_out(wanted);
  } catch (const loa::base::BadInput& error) {
    for (const auto& problem : error.problems()) std::cerr << to_string(problem) << '\n';
  } catch (const std::exception& error) {
    std::cerr << "loa-centre: " << error.what() << '\n';
  }
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  Wanted wanted;
  CLI::App options{"loa-centre: trung tâm của các đài truyền thanh / the stations' centre",
                   "loa-centre"};
  options.add_option("--config", wanted.file, "tệp cấu hình / the configuration file")->required();
  options.add_flag("--check", wanted.check,
                   "chỉ kiểm tra tệp cấu hình / only check the configuration");
  options.set_version_flag("--version", loa::centre::kVersion);
  auto* token = options.add_subcommand(
      "token",
      "cấp mã ghi danh cho một đài, dùng một lần trong 24 giờ / a token that enrols one "
      "station, once, within 24 hours");
  token->add_option("--name", wanted.name, "tên của đài / what the station is called");
  token->add_option("--for", wanted.replaces,
                    "mã đài mà bo mạch mới thay chỗ; đài cũ bị thu hồi khi bo mới ghi danh / the "
                    "station whose place a new board takes; the old one is shut out then");
  token->fallthrough();
  auto* revoke = options.add_subcommand("revoke",
                                        "thu hồi một đài: từ đây trung tâm không nhận gì của nó / "
                                        "shut a station out: nothing of it is "
                                        "taken from now on");
  revoke->add_option("STATION", wanted.revoked, "mã đài / the station's id")->required();
  revoke->fallthrough();
  auto* programme = options.add_subcommand(
      "programme",
      "giao gói lịch đã ký cho trung tâm, để các đài đến lấy / give the centre a bundle of signed "
      "weeks, for stations to fetch");
  programme->add_option("FILE", wanted.bundle, "gói lịch (loa bundle) / the bundle")->required();
  programme->add_option("--media", wanted.media,
                        "thư mục âm thanh: giao cả những tệp mà gói nêu và trung tâm chưa có / the "
                        "media folder: gives the files too that the bundle names and the centre "
                        "lacks");
  programme->add_option("--stages", wanted.staged["stages"],
                        "giao dần theo phần trăm số đài, chặng cuối là 100 / in stages, percent of "
                        "the stations, the last one 100: 1,10,50,100");
  programme->add_option("--first", wanted.staged["first"],
                        "những đài có ngay từ chặng đầu, cách nhau bằng dấu phẩy / stations that "
                        "have it from the first stage on, with commas");
  programme->add_option("--settle", wanted.settle,
                        "mỗi chặng phải yên ổn chừng này rồi mới sang chặng sau (1h) / how long a "
                        "stage must be well before the next begins (1h)");
  programme->add_option("--most-failures", wanted.staged["failures"],
                        "phần trăm đài của chặng được phép hỏng; quá thì dừng (5) / percent of a "
                        "stage's stations that may fail; beyond that it stops (5)");
  programme->fallthrough();
  auto* rollout = options.add_subcommand(
      "rollout",
      "xem, tiếp tục hay dừng đợt giao lịch theo chặng / shows, continues or stops the staged "
      "roll-out of a bundle");
  rollout->add_option("WHAT", wanted.what, "show, continue, stop")
      ->check(CLI::IsMember({"show", "continue", "stop"}))
      ->capture_default_str();
  rollout->fallthrough();
  auto* media = options.add_subcommand("media",
                                       "chỉ giao tệp âm thanh mà gói nêu và trung tâm chưa có / "
                                       "give the centre only the audio files "
                                       "that the bundle names and it lacks");
  media->add_option("FILE", wanted.bundle, "gói lịch (loa bundle) / the bundle")->required();
  media->add_option("FOLDER", wanted.media, "thư mục âm thanh / the media folder")->required();
  media->fallthrough();
  auto* command = options.add_subcommand(
      "command",
      "giao một lệnh đã ký cho trung tâm, để đài làm ngay / give the centre a signed live command, "
      "for stations to obey");
  command->add_option("FILE", wanted.command, "tệp lệnh (loa command) / the command")->required();
  command->fallthrough();
  auto* backup = options.add_subcommand("backup",
                                        "chép cả trung tâm vào một tệp, cả khi nó đang chạy / copy "
                                        "the whole centre into a file, also "
                                        "while it runs");
  backup->add_option("FILE", wanted.backup, "tệp sao lưu, có cả khóa / the backup; it holds keys")
      ->required();
  backup->fallthrough();
  auto* restore = options.add_subcommand("restore",
                                         "dựng trung tâm trống từ bản sao lưu, trên SQLite hay "
                                         "PostgreSQL / fill an empty centre from a "
                                         "backup, on SQLite or PostgreSQL");
  restore->add_option("FILE", wanted.restore, "bản sao lưu / the backup")->required();
  restore->fallthrough();
  CLI11_PARSE(options, argc, argv);
  wanted.token = token->parsed();
  wanted.only_media = media->parsed();
  if (rollout->parsed()) wanted.rollout = wanted.what;
  return run(wanted);
}
