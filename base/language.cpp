// Which language this process speaks.
#include "base/language.h"

#include <cstdlib>
#include <string_view>

namespace loa::base {

Language user_language() {
  static const Language language = [] {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody changes it once there are threads
    const char* value = std::getenv("LOA_LANG");
    return value != nullptr && std::string_view(value).starts_with("en") ? Language::english
                                                                         : Language::vietnamese;
  }();
  return language;
}

}  // namespace loa::base
