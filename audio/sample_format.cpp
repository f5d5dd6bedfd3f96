// Rounding and clipping on the way to the device.
#include "audio/sample_format.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace loa::audio {
namespace {

template <typename Sample, typename Wide>
void pack_integers(std::span<const float> samples, std::vector<std::byte>& out) {
  constexpr Wide kLow = std::numeric_limits<Sample>::min();
  constexpr Wide kHigh = std::numeric_limits<Sample>::max();
  out.resize(samples.size() * sizeof(Sample));
  auto* to = reinterpret_cast<Sample*>(out.data());
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const Wide scaled = std::clamp(static_cast<Wide>(samples[i]) * -kLow, kLow, kHigh);
    // Not lrint: that is a call for each sample.
    to[i] = static_cast<Sample>(scaled + std::copysign(Wide{0.5}, scaled));
  }
}

}  // namespace

void pack(std::span<const float> samples, SampleFormat format, std::vector<std::byte>& out) {
  switch (format) {
    case SampleFormat::s16:
      return pack_integers<std::int16_t, float>(samples, out);
    case SampleFormat::s32:
      return pack_integers<std::int32_t, double>(samples, out);
    case SampleFormat::f32:
      break;
  }
  const auto bytes = std::as_bytes(samples);
  out.assign(bytes.begin(), bytes.end());
}

}  // namespace loa::audio
