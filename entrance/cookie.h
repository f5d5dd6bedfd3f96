// The one cookie of a page.
#pragma once

#include <string>
#include <string_view>

namespace loa::entrance {

// The value of the cookie `name` in a Cookie header (RFC 6265, 4.2.1), the first of several; "" if
// there is none. Lies inside `header`.
std::string_view cookie_named(std::string_view header, std::string_view name);

}  // namespace loa::entrance
