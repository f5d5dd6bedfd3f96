// What is sent and what is captured, made comparable: mono at 8 kHz, each sample at its time.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "audio/air.h"

namespace loa::audio {

inline constexpr int kSpeechRate = 8000;  // samples a second
inline constexpr int kSpeechRatio = kRate / kSpeechRate;

// 48 kHz mono to 8 kHz: a windowed sinc (Kaiser, 60 dB), flat to 3.4 kHz. What it gives for a block
// belongs at the time of the block's first sample less latency().
class SpeechDecimator {
 public:
  SpeechDecimator();
  // `mono` is a whole number of six samples; its mean square may be anything. Appends to `out`.
  void add(std::span<const float> mono, std::vector<float>& out);
  static base::Duration latency();

 private:
  static constexpr std::size_t kTaps = 145;
  std::array<float, kTaps> taps_{};
  std::vector<float> line_;  // the last kTaps - 1 samples, then the new ones
};

// Samples by their time on the steady clock: number n belongs at n / 8000 s. Keeps the last 8 s.
// Not thread-safe.
class SpeechTrack {
 public:
  SpeechTrack();

  static std::int64_t number_at(base::Steady time);
  static base::Steady time_of(std::int64_t number);

  // Samples from `first` on. Clocks that differ make pieces overlap or leave a sample or two
  // between them, which is mended; a longer hole stays one. What is older than the end is dropped.
  void add(base::Steady first, std::span<const float> samples);
  // One behind the newest.
  std::int64_t end() const { return end_; }
  bool empty() const { return empty_; }
  // Samples [from, from + out.size()) into `out`; false if any of them is not there.
  bool copy(std::int64_t from, std::span<float> out) const;

 private:
  void put(std::int64_t number, float sample);

  static constexpr std::size_t kKept = 65536;
  std::vector<float> samples_;  // NaN where there is none
  std::int64_t end_ = 0;
  bool empty_ = true;
};

}  // namespace loa::audio
