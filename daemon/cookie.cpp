#include "daemon/cookie.h"

#include <algorithm>

namespace loa::daemon {
namespace {

std::string_view without_spaces(std::string_view text) {
  const auto begin = std::min(text.find_first_not_of(" \t"), text.size());
  const auto end = text.find_last_not_of(" \t");
  return text.substr(begin, end == std::string_view::npos ? 0 : end - begin + 1);
}

}  // namespace

std::string_view cookie_named(std::string_view header, std::string_view name) {
  for (std::size_t from = 0; from < header.size();) {
    const auto end = std::min(header.find(';', from), header.size());
    const auto pair = without_spaces(header.substr(from, end - from));
    const auto equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
      return pair.substr(equals + 1);
    }
    from = end + 1;
  }
  return {};
}

}  // namespace loa::daemon
