#include "base/settings.h"

#include <date/tz.h>
#include <fmt/format.h>

namespace loa::base {

void read_settings(std::string_view text, const std::string& file,
                   const std::function<void(Fields&)>& read) {
  DocumentLimits limits;
  limits.bytes = kMaxSettings;
  limits.comments = true;
  auto document = parse_document(text, file, limits);
  auto problems = std::move(document.problems);
  if (document.root) {
    Fields fields(*document.root, "", file, problems);
    read(fields);
  }
  if (has_errors(problems)) throw BadInput(std::move(problems));
}

std::filesystem::path beside(const std::string& file, const std::filesystem::path& path) {
  if (path.is_absolute()) return path;
  return (std::filesystem::path(file).parent_path() / path).lexically_normal();
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

}  // namespace loa::base
