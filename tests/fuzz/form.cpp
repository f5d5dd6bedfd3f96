// Any bytes as a form with a file: none, or parts that lie inside the body, one after the other.
#include <cstdint>
#include <cstdlib>

#include "daemon/api_form.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  // The first line is the content type.
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return 0;
  const auto body = text.substr(end + 1);
  const auto form = loa::daemon::read_form(text.substr(0, end), body);
  if (!form) return 0;
  std::size_t bytes = 0;
  for (const auto& [name, part] : *form) {
    const auto* first = part.content.data();
    if (first < body.data() || first + part.content.size() > body.data() + body.size()) {
      std::abort();
    }
    bytes += part.content.size();
  }
  if (bytes > body.size()) std::abort();
  return 0;
}
