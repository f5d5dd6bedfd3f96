// Rounding and clipping on the way to the device.
#include "audio/sample_format.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>

#include "audio/vectors.h"

namespace loa::audio {
namespace {

template <typename Sample, typename Wide>
inline void pack_integers(std::span<const float> samples, Sample* to) {
  constexpr Wide kLow = std::numeric_limits<Sample>::min();
  constexpr Wide kHigh = std::numeric_limits<Sample>::max();
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const Wide scaled = std::clamp(static_cast<Wide>(samples[i]) * -kLow, kLow, kHigh);
    // Not lrint: that is a call for each sample.
    to[i] = static_cast<Sample>(scaled + std::copysign(Wide{0.5}, scaled));
  }
}

LOA_WIDE void pack_shorts(std::span<const float> samples, std::int16_t* to) {
  pack_integers<std::int16_t, float>(samples, to);
}

LOA_WIDE void pack_longs(std::span<const float> samples, std::int32_t* to) {
  pack_integers<std::int32_t, double>(samples, to);
}

// Of full scale `scale`. Bytes of a device are in no type's memory: they are copied out.
template <typename Sample>
void unpack_pairs(std::span<const std::byte> frames, float scale, std::vector<float>& out) {
  out.resize(frames.size() / (2 * sizeof(Sample)));
  for (std::size_t i = 0; i < out.size(); ++i) {
    std::array<Sample, 2> pair;
    std::memcpy(pair.data(), frames.data() + i * sizeof pair, sizeof pair);
    const float mean = (static_cast<float>(pair[0]) + static_cast<float>(pair[1])) / (2 * scale);
    out[i] = std::isfinite(mean) ? mean : 0.0F;
  }
}

}  // namespace

void unpack_mono(std::span<const std::byte> frames, SampleFormat format, std::vector<float>& out) {
  switch (format) {
    case SampleFormat::s16:
      return unpack_pairs<std::int16_t>(frames, 32768.0F, out);
    case SampleFormat::s32:
      return unpack_pairs<std::int32_t>(frames, 2147483648.0F, out);
    case SampleFormat::f32:
      return unpack_pairs<float>(frames, 1.0F, out);
  }
}

void pack(std::span<const float> samples, SampleFormat format, std::vector<std::byte>& out) {
  switch (format) {
    case SampleFormat::s16:
      out.resize(samples.size() * sizeof(std::int16_t));
      return pack_shorts(samples, reinterpret_cast<std::int16_t*>(out.data()));
    case SampleFormat::s32:
      out.resize(samples.size() * sizeof(std::int32_t));
      return pack_longs(samples, reinterpret_cast<std::int32_t*>(out.data()));
    case SampleFormat::f32:
      break;
  }
  const auto bytes = std::as_bytes(samples);
  out.assign(bytes.begin(), bytes.end());
}

}  // namespace loa::audio
