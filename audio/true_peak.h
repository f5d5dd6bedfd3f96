// True peak: how high the sound rises between its samples, by 4 times oversampling.
#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace loa::audio {

// As in ITU-R BS.1770-4, Annex 2: a filter of order 48 gives three values between each two samples.
// (Ours is a sinc under a Kaiser window, which keeps the samples themselves.) What is highest
// between those values may stand 0.2 dB higher at 13 kHz and 0.5 dB at 20 kHz.

// Frames before and behind a gap between two frames that a value in the gap depends on.
inline constexpr std::size_t kTruePeakReach = 6;
// No value between samples is more than this many times the greatest of them.
float most_true_peak_rise();

// `frames`: interleaved stereo, 2 * kTruePeakReach - 1 frames more than `peaks` is long. peaks[i]
// is the greatest magnitude, of both channels, on frame i + kTruePeakReach - 1 and in the gap
// behind it. Samples are finite. Does not allocate; at most 256 peaks at a time.
void true_peaks(std::span<const float> frames, std::span<float> peaks);

// The true peak of a whole medium. One thread; does not allocate.
class TruePeakMeter {
 public:
  // Whole interleaved stereo frames, cut anyhow; samples are finite.
  void add(std::span<const float> frames);
  // Linear. Silence follows what was added; nothing may be added after.
  float finish();

 private:
  static constexpr std::size_t kChunk = 256;
  static constexpr std::size_t kBefore = 2 * kTruePeakReach - 1;

  void look(std::size_t fresh);

  std::array<float, (kBefore + kChunk) * 2> frames_{};
  float peak_ = 0;
};

}  // namespace loa::audio
