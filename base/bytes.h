// Text as the unsigned bytes that C libraries want.
#pragma once

#include <string_view>

namespace loa::base {

inline const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace loa::base
