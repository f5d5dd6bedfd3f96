// Any bytes as a Cookie header: what is found lies inside it, after its name, and ends before a
// ";".
#include <cstdint>
#include <cstdlib>

#include "entrance/cookie.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::string_view kName = "loa-session";
  const std::string_view header(reinterpret_cast<const char*>(data), size);
  const auto value = loa::entrance::cookie_named(header, kName);
  if (value.empty()) return 0;
  if (value.data() < header.data() || value.data() + value.size() > header.data() + header.size()) {
    std::abort();
  }
  const auto before = header.substr(0, static_cast<std::size_t>(value.data() - header.data()));
  if (!before.ends_with("loa-session=")) std::abort();
  if (value.find(';') != std::string_view::npos) std::abort();
  return 0;
}
