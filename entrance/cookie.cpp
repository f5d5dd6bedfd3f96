#include "entrance/cookie.h"

#include <algorithm>

#include "base/ascii.h"

namespace loa::entrance {
std::string_view cookie_named(std::string_view header, std::string_view name) {
  for (std::size_t from = 0; from < header.size();) {
    const auto end = std::min(header.find(';', from), header.size());
    const auto pair = base::trimmed(header.substr(from, end - from));
    const auto equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
      return pair.substr(equals + 1);
    }
    from = end + 1;
  }
  return {};
}

}  // namespace loa::entrance
