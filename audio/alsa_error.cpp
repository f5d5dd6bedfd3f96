// alsa-lib's errors, in the language of the standard library.
#include "audio/alsa_error.h"

#include <alsa/asoundlib.h>

#include <cstdarg>
#include <cstdio>
#include <mutex>
#include <string>

#include "base/log.h"

namespace loa::audio {
namespace {

class AlsaCategory final : public std::error_category {
 public:
  const char* name() const noexcept override { return "alsa"; }
  std::string message(int number) const override { return snd_strerror(number); }
  std::error_condition default_error_condition(int number) const noexcept override {
    return std::generic_category().default_error_condition(number);
  }
};

// A lost device is tried again every few seconds.
void log_alsa(const char*, int, const char* function, int, const char* format, ...) {
  char line[512];
  va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  base::log(base::LogLevel::debug, std::string("alsa: ") + function + ": " + line);
}

}  // namespace

void quiet_alsa() {
  static std::once_flag once;
  std::call_once(once, [] { snd_lib_error_set_handler(log_alsa); });
}

const std::error_category& alsa_category() {
  static const AlsaCategory category;
  return category;
}

std::error_code alsa_error(long returned) {
  if (returned >= 0) return {};
  return {static_cast<int>(-returned), alsa_category()};
}

}  // namespace loa::audio
