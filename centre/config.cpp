#include "centre/config.h"

#include <date/tz.h>
#include <fmt/format.h>

#include "base/fields.h"
#include "base/files.h"

namespace loa::centre {
namespace {

using base::Fields;
namespace fs = std::filesystem;

constexpr std::size_t kMaxBytes = 256 * 1024;
constexpr std::size_t kShortestPassword = 12;

bool is_loopback(const std::string& address) {
  return address.starts_with("127.") || address == "::1";
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

void read_password(Fields& fields, Config& config) {
  config.password = fields.string_or("password", "", 128);
  if (!config.password.empty() && config.password.size() < kShortestPassword)
    fields.error("password", "password-short",
                 {fmt::format("mật khẩu phải dài ít nhất {} ký tự", kShortestPassword),
                  fmt::format("the password needs at least {} characters", kShortestPassword)});
  if (!is_loopback(config.address) && config.password.empty())
    fields.error("address", "password-missing",
                 {"muốn mở trang cho máy khác thì phải đặt password",
                  "to open the page to other machines, set password"});
}

Config read_fields(Fields& fields, const std::string& file) {
  Config config;
  fields.find("$schema");  // for editors
  config.title = fields.text_or("title", config.title, 100);
  const fs::path state = fields.string_or("state", "/var/lib/loa-centre");
  config.state =
      state.is_absolute() ? state : (fs::path(file).parent_path() / state).lexically_normal();
  config.zone = read_zone(fields);
  config.address = fields.string_or("address", config.address, 64);
  config.port = static_cast<unsigned short>(fields.integer_or("port", config.port, 0, 65535));
  config.hosts = fields.strings_or_empty("hosts", 16);
  read_password(fields, config);
  fields.finish();
  return config;
}

}  // namespace

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

}  // namespace loa::centre
