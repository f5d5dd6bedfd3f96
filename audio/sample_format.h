// Float samples in the form that a device takes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace loa::audio {

enum class SampleFormat { s16, s32, f32 };  // in the machine's byte order

// Replaces `out` by `samples`, full scale ±1, rounded to the nearest and clipped beyond full scale.
void pack(std::span<const float> samples, SampleFormat format, std::vector<std::byte>& out);

// Replaces `out` by the mean of both channels of each interleaved stereo frame; what is not finite
// becomes 0.
void unpack_mono(std::span<const std::byte> frames, SampleFormat format, std::vector<float>& out);

}  // namespace loa::audio
