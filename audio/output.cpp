// Which output a name means.
#include "audio/output.h"

#include <stdexcept>
#include <string_view>

#include "audio/alsa_output.h"
#include "audio/wav_output.h"

namespace loa::audio {

std::unique_ptr<Output> make_output(const std::string& name, base::Duration buffer, int channels) {
  constexpr std::string_view kAlsa = "alsa:";
  constexpr std::string_view kWav = "wav:";
  if (name.starts_with(kAlsa) && name.size() > kAlsa.size())
    return std::make_unique<AlsaOutput>(name.substr(kAlsa.size()), buffer, channels);
  if (name.starts_with(kWav) && name.size() > kWav.size())
    return std::make_unique<WavOutput>(name.substr(kWav.size()), buffer, channels);
  throw std::invalid_argument("output \"" + name + "\" is neither alsa:NAME nor wav:PATH");
}

}  // namespace loa::audio
