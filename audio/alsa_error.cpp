// alsa-lib's errors, in the language of the standard library.
#include "audio/alsa_error.h"

#include <alsa/asoundlib.h>

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

}  // namespace

const std::error_category& alsa_category() {
  static const AlsaCategory category;
  return category;
}

std::error_code alsa_error(long returned) {
  if (returned >= 0) return {};
  return {static_cast<int>(-returned), alsa_category()};
}

}  // namespace loa::audio
