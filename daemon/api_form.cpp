#include "daemon/api_form.h"

#include <algorithm>

#include "base/ascii.h"

namespace loa::daemon {
namespace {

constexpr std::size_t kMostParts = 32;
constexpr std::size_t kLongestBoundary = 70;  // RFC 2046, 5.1.1

// "form-data; name=\"file\"; filename=\"a.xlsx\"": a parameter's value, nothing if it is not there.
// Within quotes a backslash goes before what stands for itself; browsers write '"' as %22.
std::optional<std::string> parameter(std::string_view header, const std::string& name) {
  while (true) {
    const auto next = header.find(';');
    if (next == std::string_view::npos) return std::nullopt;
    header = base::trimmed(header.substr(next + 1));
    const auto equals = header.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    const bool is_it = base::in_small_letters(base::trimmed(header.substr(0, equals))) == name;
    header = base::trimmed(header.substr(equals + 1));
    std::string value;
    if (header.starts_with('"')) {
      header.remove_prefix(1);
      while (!header.empty() && header.front() != '"') {
        if (header.front() == '\\' && header.size() > 1) header.remove_prefix(1);
        value += header.front();
        header.remove_prefix(1);
      }
    } else {
      value = base::trimmed(header.substr(0, header.find(';')));
    }
    if (is_it) return value;
  }
}

// The value of a part's header, "" if it has none of that name.
std::string_view header_in(std::string_view headers, const std::string& name) {
  while (!headers.empty()) {
    const auto end = headers.find("\r\n");
    const auto line = headers.substr(0, end);
    headers.remove_prefix(end == std::string_view::npos ? headers.size() : end + 2);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    if (base::in_small_letters(base::trimmed(line.substr(0, colon))) == name) {
      return base::trimmed(line.substr(colon + 1));
    }
  }
  return {};
}

bool add_part(std::string_view part, Form& form) {
  const auto end = part.find("\r\n\r\n");
  if (end == std::string_view::npos) return false;
  const auto disposition = header_in(part.substr(0, end), "content-disposition");
  const auto name = parameter(disposition, "name");
  if (!disposition.starts_with("form-data") || !name) return false;
  form.emplace(*name, FormPart{part.substr(end + 4),
                               parameter(disposition, "filename").value_or(std::string())});
  return true;
}

}  // namespace

std::optional<Form> read_form(std::string_view content_type, std::string_view body) {
  if (!base::in_small_letters(content_type).starts_with("multipart/form-data")) return std::nullopt;
  const auto boundary = parameter(content_type, "boundary");
  if (!boundary || boundary->empty() || boundary->size() > kLongestBoundary) return std::nullopt;
  if (!body.starts_with("--" + *boundary)) return std::nullopt;
  const auto divider = "\r\n--" + *boundary;
  body.remove_prefix(divider.size() - 2);
  Form form;
  for (std::size_t parts = 0; !body.starts_with("--"); ++parts) {
    const auto end = body.find(divider);
    if (parts == kMostParts || end == std::string_view::npos) return std::nullopt;
    if (!body.starts_with("\r\n") || !add_part(body.substr(2, end - 2), form)) return std::nullopt;
    body.remove_prefix(end + divider.size());
  }
  return form;
}

}  // namespace loa::daemon
