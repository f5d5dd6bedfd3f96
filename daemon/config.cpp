#include "daemon/config.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>

#include "base/fields.h"
#include "base/files.h"

namespace loa::daemon {
namespace {

using base::Fields;
namespace fs = std::filesystem;

constexpr std::size_t kMaxBytes = 256 * 1024;
constexpr std::size_t kShortestPassword = 12;

fs::path beside(const std::string& file, const fs::path& path) {
  return path.is_absolute() ? path : (fs::path(file).parent_path() / path).lexically_normal();
}

bool is_loopback(const std::string& address) {
  return address.starts_with("127.") || address == "::1" || address == "localhost";
}

ListenConfig read_listen(Fields fields) {
  ListenConfig listen;
  listen.address = fields.string_or("address", listen.address, 64);
  listen.port = static_cast<unsigned short>(fields.integer_or("port", listen.port, 0, 65535));
  listen.hosts = fields.strings_or_empty("hosts", 16);
  listen.password = fields.string_or("password", "", 128);
  if (!listen.password.empty() && listen.password.size() < kShortestPassword) {
    fields.error("password", "password-short",
                 {fmt::format("mật khẩu phải dài ít nhất {} ký tự", kShortestPassword),
                  fmt::format("the password needs at least {} characters", kShortestPassword)});
  }
  if (!is_loopback(listen.address) && listen.password.empty()) {
    fields.error("address", "password-missing",
                 {"muốn mở trang cho máy khác thì phải đặt listen.password",
                  "to open the page to other machines, set listen.password"});
  }
  fields.finish();
  return listen;
}

CentreConfig read_centre(Fields fields) {
  CentreConfig centre;
  centre.url = fields.string_or("url", "", 256);
  if (!centre.url.empty() && !centre.url.starts_with("http://")) {
    fields.error("url", "url",
                 {"địa chỉ trung tâm phải có dạng http://máy:cổng",
                  "the centre's address must look like http://host:port"});
  }
  centre.token = fields.string_or("token", "", 256);
  centre.first_contact_window = fields.seconds_or("firstContactWindow", std::chrono::seconds{60},
                                                  std::chrono::seconds{0}, std::chrono::hours{1});
  fields.finish();
  return centre;
}

BoardConfig read_board(Fields fields) {
  BoardConfig board;
  board.width = static_cast<int>(fields.integer_or("width", board.width, 16, 1024));
  board.height = static_cast<int>(fields.integer_or("height", board.height, 16, 32));
  if (board.height != 16 && board.height != 32) {
    fields.error("height", "height", {"bảng cao 16 hoặc 32 điểm", "a board is 16 or 32 rows high"});
  }
  fields.finish();
  return board;
}

std::string read_zone(Fields& fields) {
  auto zone = fields.string_or("zone", "Asia/Ho_Chi_Minh", 64);
  try {
    date::locate_zone(zone);
  } catch (const std::runtime_error&) {
    fields.error("zone", "zone-unknown",
                 {fmt::format("không có múi giờ “{}”; ở Việt Nam là Asia/Ho_Chi_Minh", zone),
                  fmt::format("there is no time zone “{}”; Vietnam's is Asia/Ho_Chi_Minh", zone)});
  }
  return zone;
}

std::string read_output(Fields& fields, const std::string& file) {
  auto output = fields.string_or("output", "alsa:default", 1024);
  if (output.starts_with("wav:") && output.size() > 4) {
    return "wav:" + beside(file, output.substr(4)).string();
  }
  if (!output.starts_with("alsa:") || output.size() == 5) {
    fields.error("output", "output",
                 {"đầu ra âm thanh phải là \"alsa:TÊN\" hoặc \"wav:TỆP\"",
                  "the sound output must be \"alsa:NAME\" or \"wav:FILE\""});
  }
  return output;
}

Config read_fields(Fields& fields, const std::string& file) {
  Config config;
  fields.find("$schema");  // for editors
  config.name = fields.text("name", 100);
  config.state = beside(file, fields.string_or("state", "/var/lib/loa"));
  const auto media = fields.string_or("media", "");
  config.media = media.empty() ? config.state / "media" : beside(file, media);
  config.zone = read_zone(fields);
  config.output = read_output(fields, file);
  const auto decoder = fields.string_or("decoder", "");
  config.decoder = decoder.empty() ? installed_decoder() : beside(file, decoder);
  config.clock =
      fields.choice_or("clock", base::ClockTrust::ntp,
                       {{"ntp", base::ClockTrust::ntp}, {"system", base::ClockTrust::system}});
  config.listen = read_listen(fields.object_or_empty("listen"));
  config.centre = read_centre(fields.object_or_empty("centre"));
  config.board = read_board(fields.object_or_empty("board"));
  config.buffer = std::chrono::milliseconds{fields.integer_or("bufferMs", 200, 40, 2000)};
  config.volume_ceiling = static_cast<int>(fields.integer_or("volumeCeiling", 100, 0, 100));
  fields.finish();
  return config;
}

}  // namespace

fs::path installed_decoder() {
  std::error_code ignored;
  const auto folder = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  for (const auto& candidate : {folder / "loa-decoder", folder / "../libexec/loa/loa-decoder"}) {
    if (fs::exists(candidate, ignored)) return candidate.lexically_normal();
  }
  return "/usr/libexec/loa/loa-decoder";
}

Config config_from(std::string_view text, const std::string& file) {
  base::DocumentLimits limits;
  limits.bytes = kMaxBytes;
  limits.comments = true;
  auto document = base::parse_document(text, file, limits);
  auto problems = std::move(document.problems);
  Config config;
  if (document.root) {
    Fields fields(*document.root, "", file, problems);
    config = read_fields(fields, file);
  }
  if (base::has_errors(problems)) throw base::BadInput(std::move(problems));
  return config;
}

Config read_config(const fs::path& file) {
  return config_from(base::read_file(file, kMaxBytes), file.string());
}

}  // namespace loa::daemon
