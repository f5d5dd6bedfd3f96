// Which media paths and stream addresses a schedule may name.
#include <algorithm>
#include <array>

#include "base/unicode.h"
#include "schedules/notation.h"

namespace loa::schedules {
namespace {

using base::Text;

bool has_bad_part(std::string_view path) {
  while (true) {
    const auto slash = path.find('/');
    const auto part = path.substr(0, slash);
    if (part.empty() || part == "." || part == "..") return true;
    if (slash == std::string_view::npos) return false;
    path.remove_prefix(slash + 1);
  }
}

bool has_line_or_control(std::string_view text) {
  return text.find_first_of("\n\t") != std::string_view::npos || base::has_control_characters(text);
}

}  // namespace

std::optional<Text> media_path_fault(std::string_view path) {
  constexpr std::size_t longest = 1024;
  if (path.empty() || path.size() > longest) {
    return Text{"đường dẫn phải dài từ 1 đến 1024 byte", "the path must have 1 to 1024 bytes"};
  }
  if (path.front() == '/') {
    return Text{"đường dẫn phải tính từ thư mục media, không bắt đầu bằng /",
                "the path must be relative to the media folder, not begin with /"};
  }
  if (path.find('\\') != std::string_view::npos) {
    return Text{"dùng / để ngăn thư mục, không dùng \\", "use / between folders, not \\"};
  }
  if (has_line_or_control(path)) {
    return Text{"đường dẫn có ký tự điều khiển", "the path contains a control character"};
  }
  if (has_bad_part(path)) {
    return Text{"đường dẫn không được có phần rỗng, “.” hay “..”: tệp phải nằm trong thư mục media",
                "the path must not have empty, \".\" or \"..\" parts: files stay in the media "
                "folder"};
  }
  return std::nullopt;
}

std::optional<Text> relay_url_fault(std::string_view url) {
  constexpr std::array<std::string_view, 5> schemes{"http", "https", "rtp", "rtsp", "udp"};
  constexpr std::size_t longest = 2048;
  const auto separator = url.find("://");
  const auto scheme = url.substr(0, separator);
  if (separator == std::string_view::npos || std::ranges::find(schemes, scheme) == schemes.end()) {
    return Text{"địa chỉ tiếp âm phải bắt đầu bằng http://, https://, rtp://, rtsp:// hoặc udp://",
                "a relay address must begin with http://, https://, rtp://, rtsp:// or udp://"};
  }
  const auto rest = url.substr(separator + 3);
  const auto host = rest.substr(0, rest.find_first_of("/?#"));
  const bool spaces = url.find(' ') != std::string_view::npos || has_line_or_control(url);
  if (host.empty() || host.front() == ':' || spaces || url.size() > longest) {
    return Text{"địa chỉ tiếp âm không hợp lệ: thiếu tên máy, có khoảng trắng hoặc quá dài",
                "not a usable relay address: no host, a space in it, or too long"};
  }
  return std::nullopt;
}

std::optional<Text> line_in_fault(std::string_view input) {
  constexpr std::string_view scheme = "alsa:";
  constexpr std::size_t longest = 64;
  constexpr auto allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
  const auto name = input.starts_with(scheme) ? input.substr(scheme.size()) : std::string_view{};
  const bool usable = !name.empty() && name.size() <= longest &&
                      name.find_first_not_of(allowed) == std::string_view::npos;
  if (usable) return std::nullopt;
  return Text{
      "đường vào phải là \"alsa:TÊN\": tên card hoặc thiết bị ALSA, chỉ gồm chữ không dấu, "
      "số, _ - và dấu chấm",
      "a line input must be \"alsa:NAME\": a card's id or an ALSA device of letters, "
      "digits, _ - and ."};
}

}  // namespace loa::schedules
