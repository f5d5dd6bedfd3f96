// loa-centre: the centre to which stations report.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <exception>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>

#include "base/clock.h"
#include "base/duration.h"
#include "base/problem.h"
#include "centre/acts_command.h"
#include "centre/admin_commands.h"
#include "centre/app.h"
#include "centre/backup.h"
#include "centre/people_commands.h"
#include "centre/verify_command.h"
#include "centre/version.h"
#include "entrance/rights.h"

namespace {

using loa::base::Text;
using loa::centre::Config;
using Action = std::function<int(const Config&)>;  // the exit status

void tell(const Text& text) { std::cout << text.shown() << '\n'; }

void tell_taken(const std::string& file) { tell({file + ": trung tâm đã nhận", file + ": taken"}); }

void tell_copied(const std::string& file, const loa::centre::BackupSummary& copied) {
  tell({fmt::format("{}: {} đài, {} dòng bản ghi", file, copied.stations, copied.rows),
        fmt::format("{}: {} stations, {} rows of their records", file, copied.stations,
                    copied.rows)});
}

// A subcommand whose `action` is chosen where it is named.
CLI::App* add_judge(CLI::App& options, Action& chosen, const std::string& name,
                    const std::string& what, Action action) {
  auto* command = options.add_subcommand(name, what);
  command->fallthrough();
  command->callback([&chosen, action = std::move(action)] { chosen = action; });
  return command;
}

// Likewise one that does what it is told, or throws.
CLI::App* add(CLI::App& options, Action& chosen, const std::string& name, const std::string& what,
              std::function<void(const Config&)> action) {
  return add_judge(options, chosen, name, what, [action = std::move(action)](const Config& config) {
    action(config);
    return 0;
  });
}

void add_token(CLI::App& options, Action& chosen) {
  struct Given {
    std::string name;
    std::string replaces;  // the station whose place the token's user takes
  };
  const auto given = std::make_shared<Given>();
  auto* token = add(options, chosen, "token",
                    "cấp mã ghi danh cho một đài, dùng một lần trong 24 giờ / a token that enrols "
                    "one station, once, within 24 hours",
                    [given](const Config& config) {
                      std::cout << loa::centre::new_token(config, given->name, given->replaces)
                                << '\n';
                    });
  token->add_option("--name", given->name, "tên của đài / what the station is called");
  token->add_option("--for", given->replaces,
                    "mã đài mà bo mạch mới thay chỗ; đài cũ bị thu hồi khi bo mới ghi danh / the "
                    "station whose place a new board takes; the old one is shut out then");
}

void add_revoke(CLI::App& options, Action& chosen) {
  const auto station = std::make_shared<std::string>();
  auto* revoke = add(options, chosen, "revoke",
                     "thu hồi một đài: từ đây trung tâm không nhận gì của nó / shut a station out: "
                     "nothing of it is taken from now on",
                     [station](const Config& config) {
                       loa::centre::revoke(config, *station);
                       tell({*station + ": đã thu hồi", *station + ": revoked"});
                     });
  revoke->add_option("STATION", *station, "mã đài / the station's id")->required();
}

void add_place(CLI::App& options, Action& chosen) {
  struct Said {
    std::string station;
    std::optional<std::string> tags;
    std::optional<std::string> position;
  };
  const auto said = std::make_shared<Said>();
  auto* place = add(options, chosen, "place",
                    "xem, đặt nhãn và vị trí bản đồ của một đài / shows or sets a station's tags "
                    "and its position on the map",
                    [said](const Config& config) {
                      std::cout << loa::centre::place_station(config, said->station, said->tags,
                                                              said->position)
                                << '\n';
                    });
  place->add_option("STATION", said->station, "mã đài / the station's id")->required();
  place->add_option("--tags", said->tags,
                    "các nhãn, cách nhau bằng dấu phẩy, thay cho nhãn cũ; '' là bỏ hết / its tags, "
                    "with commas, in the place of those before; '' for none");
  place->add_option("--position", said->position,
                    "vĩ độ,kinh độ WGS 84, như 20.541,105.912; none là bỏ / latitude,longitude; "
                    "none takes it away");
}

void add_stations(CLI::App& options, Action& chosen) {
  const auto targets = std::make_shared<std::vector<std::string>>();
  auto* stations = add(options, chosen, "stations",
                       "mã các đài theo nhãn, xã, tỉnh, mỗi dòng một đài / the ids of stations by "
                       "tag, commune or province, one a line",
                       [targets](const Config& config) {
                         std::cout << loa::centre::list_stations(config, *targets);
                       });
  stations->add_option("TARGET", *targets,
                       "tag:NHÃN, commune:MÃ, province:TÊN hoặc mã đài; không nêu là mọi đài / "
                       "tag:WORD, commune:CODE, province:NAME or an id; all without any");
}

// A bundle of signed weeks, the files that it names, and how it goes out.
struct Given {
  std::string bundle;
  std::string media;                          // the folder with what it names; "": none are given
  std::map<std::string, std::string> staged;  // as the centre is asked for it
  std::string settle;
  bool new_root = false;
};

std::map<std::string, std::string> staged_query(const Given& given) {
  auto query = given.staged;
  if (!given.settle.empty()) {
    const auto settle = loa::base::duration_from(given.settle);
    if (!settle) throw std::runtime_error("--settle: 90s, 15m, 1h");
    query["settle"] =
        std::to_string(std::chrono::duration_cast<std::chrono::seconds>(*settle).count());
  }
  if (given.new_root) query["root"] = "new";
  std::erase_if(query, [](const auto& entry) { return entry.second.empty(); });
  return query;
}

void give_media(const Config& config, const Given& given) {
  const auto files = loa::centre::give_media(config, given.bundle, given.media);
  tell({fmt::format("{} tệp âm thanh đã giao cho trung tâm", files),
        fmt::format("{} audio files were given to the centre", files)});
}

void give_programme(const Config& config, const Given& given) {
  if (!given.media.empty()) give_media(config, given);
  loa::centre::give_programme(config, given.bundle, staged_query(given));
  tell_taken(given.bundle);
}

void add_stages(CLI::App& programme, Given& given) {
  programme.add_option("--stages", given.staged["stages"],
                       "giao dần theo phần trăm số đài, chặng cuối là 100 / in stages, percent of "
                       "the stations, the last one 100: 1,10,50,100");
  programme.add_option("--first", given.staged["first"],
                       "những đài có ngay từ chặng đầu, cách nhau bằng dấu phẩy: mã đài, tag:NHÃN, "
                       "commune:MÃ, province:TÊN / stations that have it from the first stage on, "
                       "with commas: ids, tag:WORD, commune:CODE, province:NAME");
  programme.add_option("--settle", given.settle,
                       "mỗi chặng phải yên ổn chừng này rồi mới sang chặng sau (1h) / how long a "
                       "stage must be well before the next begins (1h)");
  programme.add_option("--most-failures", given.staged["failures"],
                       "phần trăm đài của chặng được phép hỏng; quá thì dừng (5) / percent of a "
                       "stage's stations that may fail; beyond that it stops (5)");
}

void add_programme(CLI::App& options, Action& chosen) {
  const auto given = std::make_shared<Given>();
  auto* programme =
      add(options, chosen, "programme",
          "giao gói lịch đã ký cho trung tâm, để các đài đến lấy / give the centre a bundle of "
          "signed weeks, for stations to fetch",
          [given](const Config& config) { give_programme(config, *given); });
  programme->add_option("FILE", given->bundle, "gói lịch (loa bundle) / the bundle")->required();
  programme->add_option("--media", given->media,
                        "thư mục âm thanh: giao cả những tệp mà gói nêu và trung tâm chưa có / the "
                        "media folder: gives the files too that the bundle names and the centre "
                        "lacks");
  programme->add_flag(
      "--new-root", given->new_root,
      "văn phòng đã lập lại bản gốc (root): nhận gói dù không nối tiếp bản gốc cũ / "
      "the office has begun a new root: takes a bundle that does not follow from the "
      "one before");
  add_stages(*programme, *given);
}

void add_submit(CLI::App& options, Action& chosen) {
  const auto file = std::make_shared<std::string>();
  auto* submit = add(options, chosen, "submit",
                     "nộp nội dung một gói lịch để người duyệt xem, trước khi ký / hand in the "
                     "content of a bundle for who approves it, before it is signed",
                     [file](const Config& config) {
                       std::cout << loa::centre::submit_programme(config, *file) << '\n';
                     });
  submit->add_option("FILE", *file, "gói lịch (loa bundle) / the bundle")->required();
}

void add_media(CLI::App& options, Action& chosen) {
  const auto given = std::make_shared<Given>();
  auto* media = add(options, chosen, "media",
                    "chỉ giao tệp âm thanh mà gói nêu và trung tâm chưa có / give the centre only "
                    "the audio files that the bundle names and it lacks",
                    [given](const Config& config) { give_media(config, *given); });
  media->add_option("FILE", given->bundle, "gói lịch (loa bundle) / the bundle")->required();
  media->add_option("FOLDER", given->media, "thư mục âm thanh / the media folder")->required();
}

void add_rollout(CLI::App& options, Action& chosen) {
  const auto what = std::make_shared<std::string>("show");
  auto* rollout = add(options, chosen, "rollout",
                      "xem, tiếp tục hay dừng đợt giao lịch theo chặng / shows, continues or stops "
                      "the staged roll-out of a bundle",
                      [what](const Config& config) {
                        std::cout << loa::centre::order_rollout(config, *what) << '\n';
                      });
  rollout->add_option("WHAT", *what, "show, continue, stop")
      ->check(CLI::IsMember({"show", "continue", "stop"}))
      ->capture_default_str();
}

void add_command(CLI::App& options, Action& chosen) {
  const auto file = std::make_shared<std::string>();
  auto* command = add(options, chosen, "command",
                      "giao một lệnh đã ký cho trung tâm, để đài làm ngay / give the centre a "
                      "signed live command, for stations to obey",
                      [file](const Config& config) {
                        loa::centre::give_command(config, *file);
                        tell_taken(*file);
                      });
  command->add_option("FILE", *file, "tệp lệnh (loa command) / the command")->required();
}

// Whom a subcommand of "people" is about.
struct PersonGiven {
  std::string name;
  std::string role;
};
using PersonAction = std::function<std::string(const Config&, const PersonGiven&)>;

CLI::App* add_for_person(CLI::App& people, Action& chosen, const std::string& name,
                         const std::string& what, const std::shared_ptr<PersonGiven>& person,
                         PersonAction action) {
  auto* command =
      add(people, chosen, name, what, [person, action = std::move(action)](const Config& config) {
        std::cout << action(config, *person) << '\n';
      });
  command->add_option("NAME", person->name, "tên người / the person's name")->required();
  return command;
}

void role_option(CLI::App& command, const std::string& name,
                 const std::shared_ptr<PersonGiven>& person) {
  std::vector<std::string> roles;
  roles.reserve(loa::entrance::kAllRoles.size());
  for (const auto role : loa::entrance::kAllRoles) roles.emplace_back(name_of(role));
  command.add_option(name, person->role, "vai trò / the role")
      ->required()
      ->check(CLI::IsMember(roles));
}

void add_people(CLI::App& options, Action& chosen) {
  using loa::centre::disable_person;
  auto* people = options.add_subcommand(
      "people",
      "ai được vào trang của trung tâm, với vai trò nào / who may come in at the "
      "centre's page, and in which role");
  people->fallthrough();
  people->require_subcommand(1);
  add(*people, chosen, "list", "xem danh sách / show them",
      [](const Config& config) { std::cout << loa::centre::list_people(config); });
  const auto given = std::make_shared<PersonGiven>();
  auto* adding =
      add_for_person(*people, chosen, "add",
                     "thêm một người, in ra mã một lần / add a person; prints a one-time code",
                     given, [](const Config& config, const PersonGiven& person) {
                       return loa::centre::add_person(config, person.name, person.role);
                     });
  role_option(*adding, "--role", given);
  auto* role = add_for_person(*people, chosen, "role", "đổi vai trò / give another role", given,
                              [](const Config& config, const PersonGiven& person) {
                                return loa::centre::change_role(config, person.name, person.role);
                              });
  role_option(*role, "ROLE", given);
  add_for_person(*people, chosen, "code",
                 "cấp mã mới cho người quên mật khẩu / a new code, for who forgot the password",
                 given, [](const Config& config, const PersonGiven& person) {
                   return loa::centre::give_code(config, person.name);
                 });
  add_for_person(*people, chosen, "disable", "không cho vào nữa / lets a person in no more", given,
                 [](const Config& config, const PersonGiven& person) {
                   return disable_person(config, person.name, true);
                 });
  add_for_person(*people, chosen, "enable", "cho vào lại / lets a person in again", given,
                 [](const Config& config, const PersonGiven& person) {
                   return disable_person(config, person.name, false);
                 });
  add_for_person(*people, chosen, "remove", "xóa một người / remove a person", given,
                 [](const Config& config, const PersonGiven& person) {
                   return loa::centre::remove_person(config, person.name);
                 });
}

void add_backup(CLI::App& options, Action& chosen) {
  const auto file = std::make_shared<std::string>();
  auto* backup =
      add(options, chosen, "backup",
          "chép cả trung tâm vào một tệp, cả khi nó đang chạy / copy the whole centre "
          "into a file, also while it runs",
          [file](const Config& config) {
            tell_copied(*file, loa::centre::back_up(config, *file, loa::base::wall_now()));
          });
  backup->add_option("FILE", *file, "tệp sao lưu, có cả khóa / the backup; it holds keys")
      ->required();
}

void add_restore(CLI::App& options, Action& chosen) {
  const auto file = std::make_shared<std::string>();
  auto* restore = add(
      options, chosen, "restore",
      "dựng trung tâm trống từ bản sao lưu, trên SQLite hay PostgreSQL / fill an "
      "empty centre from a backup, on SQLite or PostgreSQL",
      [file](const Config& config) { tell_copied(*file, loa::centre::restore(config, *file)); });
  restore->add_option("FILE", *file, "bản sao lưu / the backup")->required();
}

void add_verify(CLI::App& options, Action& chosen) {
  const auto given = std::make_shared<loa::centre::VerifyArguments>();
  auto* verify = add_judge(
      options, chosen, "verify",
      "soát bản ghi của một đài hay mọi đài: dòng nào đã bị sửa, xóa, đảo chỗ, lùi ngày / look "
      "through the record of a station or of all: which row was changed, removed, moved, "
      "back-dated",
      [given](const Config& config) {
        return loa::centre::verify_record(config, *given, std::cout) ? 0 : 1;
      });
  verify->add_option("STATION", given->station,
                     "mã đài; không nêu là mọi đài / its id; all without");
  verify->add_option("--from", given->from,
                     "từ ngày trung tâm nhận / from the day on which it was taken");
  verify->add_option("--to", given->to, "đến hết ngày / to the end of that day");
  verify->add_option("--head", given->head,
                     "đầu sổ đã giữ ở nơi khác (/log/checkpoint): sổ có tiếp nối nó không / a head "
                     "of the log that was kept elsewhere: whether the log continues it");
  verify->add_flag("--json", given->json, "cho chương trình khác / for programs");
}

void add_log(CLI::App& options, Action& chosen) {
  const auto json = std::make_shared<bool>(false);
  auto* log =
      add_judge(options, chosen, "log",
                "việc đã làm ở trung tâm: ai, việc gì, lúc nào; soát luôn / what was done "
                "at the centre: who, what, when; and whether all of it is there",
                [json](const Config& config) {
                  return loa::centre::show_acts(config, *json, std::cout, std::cerr) ? 0 : 1;
                });
  log->add_flag("--json", *json, "mỗi dòng một JSON / a JSON object a line");
}

// EX_CONFIG of sysexits(3): the service is not started again for it.
constexpr int kWrongConfig = 78;

int tell_problems(const loa::base::BadInput& error, int code) {
  for (const auto& problem : error.problems()) std::cerr << to_string(problem) << '\n';
  return code;
}

int run(const std::string& file, const Action& action, int wrong_config) {
  std::optional<Config> config;
  try {
    config = loa::centre::read_config(file);
    return action(*config);
  } catch (const loa::base::BadInput& error) {
    return tell_problems(error, config ? 1 : wrong_config);
  } catch (const std::exception& error) {
    std::cerr << "loa-centre: " << error.what() << '\n';
  }
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  std::string file;
  bool check = false;
  Action chosen = [](const Config& config) {
    loa::centre::App(config).run();
    return 0;
  };
  CLI::App options{"loa-centre: trung tâm của các đài truyền thanh / the stations' centre",
                   "loa-centre"};
  options.add_option("--config", file, "tệp cấu hình / the configuration file")->required();
  options.add_flag("--check", check, "chỉ kiểm tra tệp cấu hình / only check the configuration");
  options.set_version_flag("--version", loa::centre::kVersion);
  for (const auto& add_one :
       {add_token, add_revoke, add_place, add_stations, add_programme, add_submit, add_media,
        add_rollout, add_command, add_people, add_backup, add_restore, add_verify, add_log})
    add_one(options, chosen);
  CLI11_PARSE(options, argc, argv);
  if (check) {
    chosen = [&file](const Config&) {
      tell({file + ": hợp lệ", file + ": valid"});
      return 0;
    };
  }
  const bool serves = !check && options.get_subcommands().empty();
  return run(file, chosen, serves ? kWrongConfig : 1);
}
