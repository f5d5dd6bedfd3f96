// Which language this process speaks.
#include "base/language.h"

#include <cstdlib>
#include <string_view>

namespace loa::base {

Language user_language() {
  static const Language language = [] {
    // Read once, before any thread could change the environment.
    const char* value = std::getenv("LOA_LANG");  // NOLINT(concurrency-mt-unsafe)
    return value != nullptr && std::string_view(value).starts_with("en") ? Language::english
                                                                         : Language::vietnamese;
  }();
  return language;
}

}  // namespace loa::base
