#include "daemon/config.h"

#include <algorithm>
#include <regex>

#include "base/communes.h"
#include "base/files.h"
#include "base/installed.h"
#include "base/settings.h"
#include "daemon/config_board.h"
#include "daemon/config_screen.h"
#include "entrance/people.h"
#include "protocol/http_rules.h"
#include "schedules/policy_file.h"

namespace loa::daemon {
namespace {

using base::beside;
using base::Fields;
namespace fs = std::filesystem;

constexpr unsigned short kPort = 8470;
constexpr auto kNobodysName = "Đài chưa đặt tên";

bool read_login(Fields& fields, const protocol::ListenConfig& listen) {
  const bool asks = fields.choice_or("login", true, {{"required", true}, {"none", false}});
  if (!asks && !listen.is_local()) {
    fields.error("login", "login-none",
                 {"không cần đăng nhập thì chỉ được nghe ở 127.0.0.1",
                  "without a login the page may listen on 127.0.0.1 only"});
  }
  return asks;
}

void read_listen(Fields fields, Config& config) {
  config.listen = protocol::read_listen(fields, kPort);
  config.asks_login = read_login(fields, config.listen);
  if (fields.has("password")) {
    fields.error("password", "password-gone",
                 {"không còn mật khẩu chung: bỏ khóa này, mỗi người có tên và mật khẩu riêng "
                  "(loa people add; docs/nguoi-dung.md)",
                  "there is no shared password any more: remove this key, each person has a name "
                  "and a password (loa people add; docs/nguoi-dung.md)"});
  }
  fields.finish();
}

FirstPerson read_first_person(Fields fields) {
  FirstPerson first;
  first.name = entrance::read_person_name(fields);
  first.hash = entrance::read_password_hash(fields, "password");
  fields.finish();
  return first;
}

// Nothing of what goes that way is secret, and nothing is believed.
std::string read_media_cache(Fields& fields) {
  auto cache = fields.string_or("mediaCache", "", 256);
  const auto origin = protocol::parse_origin(cache);
  if (!cache.empty() && (!origin || origin->secure)) {
    fields.error("mediaCache", "url",
                 {"địa chỉ kho đệm âm thanh phải có dạng http://máy:cổng",
                  "the media cache's address must look like http://host:port"});
  }
  return cache;
}

CentreConfig read_centre(Fields fields) {
  CentreConfig centre;
  centre.url = fields.string_or("url", "", 256);
  if (!centre.url.empty() && !protocol::parse_origin(centre.url)) {
    fields.error("url", "url",
                 {"địa chỉ trung tâm phải có dạng https://máy:cổng",
                  "the centre's address must look like https://host:port"});
  }
  centre.token = fields.string_or("token", "", 256);
  centre.first_contact_window = fields.seconds_or("firstContactWindow", std::chrono::seconds{60},
                                                  std::chrono::seconds{0}, std::chrono::hours{1});
  centre.media_cache = read_media_cache(fields);
  fields.finish();
  return centre;
}

BoardConfig read_board(Fields fields) {
  BoardConfig board;
  board.driver = read_board_driver(fields);
  board.screen = read_screen(fields, board.driver.geometry);
  fields.finish();
  return board;
}

// "" where there is none.
std::string read_input(Fields& fields, std::string_view key) {
  auto input = fields.string_or(key, "", 1024);
  if (!input.empty() && (!input.starts_with("alsa:") || input.size() == 5)) {
    fields.error(key, "input",
                 {"đầu vào âm thanh phải là \"alsa:TÊN\"", "a sound input must be \"alsa:NAME\""});
  }
  return input;
}

std::string read_loopback(Fields fields) {
  auto input = read_input(fields, "input");
  fields.finish();
  return input;
}

LiveConfig read_live(Fields fields, const std::string& loopback) {
  LiveConfig live;
  live.device = read_input(fields, "device");
  if (!live.device.empty() && live.device == loopback) {
    fields.error("device", "input",
                 {"micrô không thể là đầu vào nghe lại", "it cannot be the loopback's input too"});
  }
  live.longest = fields.seconds_or("longest", std::chrono::minutes{10}, std::chrono::seconds{10},
                                   std::chrono::minutes{30});
  fields.finish();
  return live;
}

// A file is read when the station starts; a preset must be one.
std::string read_policy(Fields& fields, const std::string& file) {
  auto name = fields.string_or("policy", "open", 1024);
  if (schedules::names_policy_file(name)) return beside(file, name).string();
  for (const auto& problem : schedules::policy_named(name).problems) {
    fields.error("policy", problem.code, problem.message);
  }
  return name;
}

// A program without a slash is looked for in PATH, another beside the file.
SpeechConfig read_speech(Fields fields, const std::string& file) {
  SpeechConfig speech{audio::own_speech(), {}};
  auto engine = fields.strings_or_empty("engine", 64);
  if (!engine.empty()) {
    const fs::path program = engine.front();
    if (program.has_parent_path()) engine.front() = beside(file, program).string();
    speech.settings.command = std::move(engine);
  }
  speech.settings.patience = fields.seconds_or("patience", std::chrono::seconds{60},
                                               std::chrono::seconds{1}, std::chrono::hours{1});
  const auto list = fields.string_or("abbreviations", "");
  if (!list.empty()) speech.abbreviations = beside(file, list);
  fields.finish();
  return speech;
}

std::string read_commune(Fields& fields) {
  auto code = fields.string_or("commune", "", 20);
  if (!code.empty() && !base::is_commune_code(code)) {
    fields.error("commune", "commune-code",
                 {"mã xã, phường gồm năm chữ số", "a commune's code has five digits"});
  }
  return code;
}

// Without a name the station runs all the same, so that its page can be used to set it up.
void read_name(Fields& fields, Config& config) {
  config.named = fields.has("name");
  config.name = config.named ? fields.text("name", 100) : kNobodysName;
}

void read_clusters_of_devices(Fields& fields, Config& config) {
  auto clusters = read_clusters(fields, config.output, config.file);
  config.clusters = std::move(clusters.names);
  config.mapped_clusters = std::move(clusters.mapped);
}

Config read_fields(Fields& fields, const std::string& file) {
  Config config;
  config.file = file;
  fields.find("$schema");  // for editors
  read_name(fields, config);
  config.commune = read_commune(fields);
  config.state = beside(file, fields.string_or("state", kUsualState));
  const auto media = fields.string_or("media", "");
  config.media = media.empty() ? config.state / "media" : beside(file, media);
  config.zone = base::read_zone(fields);
  config.output = read_output(fields, file, "alsa:default");
  config.loopback = read_loopback(fields.object_or_empty("loopback"));
  config.live = read_live(fields.object_or_empty("live"), config.loopback);
  const auto decoder = fields.string_or("decoder", "");
  config.decoder = decoder.empty() ? base::installed("loa-decoder") : beside(file, decoder);
  config.importer = base::installed("loa-importer");
  config.speech = read_speech(fields.object_or_empty("speech"), file);
  config.clock =
      fields.choice_or("clock", base::ClockTrust::ntp,
                       {{"ntp", base::ClockTrust::ntp}, {"system", base::ClockTrust::system}});
  read_listen(fields.object_or_empty("listen"), config);
  if (fields.has("firstPerson"))
    config.first_person = read_first_person(fields.object("firstPerson"));
  config.centre = read_centre(fields.object_or_empty("centre"));
  if (const auto root = fields.string_or("trust", ""); !root.empty()) {
    config.trust = beside(file, root);
  }
  if (const auto otp = fields.string_or("commandOtp", ""); !otp.empty()) {
    config.command_otp = beside(file, otp);
  }
  config.board = read_board(fields.object_or_empty("board"));
  config.sound = read_sound(fields);
  config.frame = read_frame(fields);
  read_clusters_of_devices(fields, config);
  config.amplifier = read_amplifier(fields.object_or_empty("amplifier"), config.mapped_clusters);
  config.buffer = std::chrono::milliseconds{fields.integer_or("bufferMs", 300, 40, 2000)};
  config.policy = read_policy(fields, file);
  config.volume_ceiling = static_cast<int>(fields.integer_or("volumeCeiling", 100, 0, 100));
  config.emergency_volume =
      static_cast<int>(fields.integer_or("emergencyVolume", config.volume_ceiling, 0, 100));
  fields.finish();
  return config;
}

}  // namespace

Config config_from(std::string_view text, const std::string& file) {
  Config config;
  base::read_settings(text, file, [&](Fields& fields) { config = read_fields(fields, file); });
  return config;
}

std::vector<std::string> faults_of(const Config& config) {
  std::vector<std::string> faults;
  if (!config.refused.empty()) faults.emplace_back("config-refused");
  if (!config.named) faults.emplace_back("not-set-up");
  return faults;
}

// By eye, for a file in which a comma is missing.
std::optional<fs::path> state_named_in(const std::string& text, const std::string& file) {
  static const std::regex kState(R"re("state"\s*:\s*"([^"\n]{1,1000})")re");
  std::smatch found;
  if (!std::regex_search(text, found, kState)) return std::nullopt;
  return beside(file, found[1].str());
}

Config read_config(const fs::path& file) {
  return config_from(base::read_file(file, base::kMaxSettings), file.string());
}

}  // namespace loa::daemon
