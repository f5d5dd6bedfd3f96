// The last hand on the sum: a look-ahead limiter of true peak.
#pragma once

#include <array>
#include <cstdint>

#include "audio/pipeline.h"
#include "audio/true_peak.h"

namespace loa::audio {

// Keeps the true peak (true_peak.h) of both channels under a ceiling, and delays by 3 ms:
//
//   true peak ─▶ wanted gain ─▶ least of 3 ms ─▶ hold 10 ms, release 150 ms ─▶ mean of 2.8 ms ─▶ ×
//   ◀─ delay
//
// The gain has reached what a peak asks for before the peak comes, and stands still while it
// passes. While nothing reaches the ceiling less 0.1 dB, samples pass unchanged. (The 0.1 dB are
// for what another meter's filter reads higher than ours.) Both channels get the same gain.
class Limiter final : public FrameProcessor {
 public:
  // `ceiling`: linear, above 0.
  explicit Limiter(float ceiling);
  void process(std::span<float> frames) override;
  std::int64_t delay_frames() const override { return kDelay; }
  void reset() override;

 private:
  static constexpr std::size_t kFirstMean = 67;
  static constexpr std::size_t kSecondMean = 68;
  static constexpr std::size_t kSmoothing = kFirstMean + kSecondMean - 1;
  // So that the smoothed gain is there before the peak's filter reaches in.
  static constexpr std::size_t kDelay = kSmoothing + 2 * kTruePeakReach - 2;
  // And stays until the filter has left it.
  static constexpr std::size_t kLeast = kDelay + 1;
  static constexpr std::size_t kChunk = 256;  // as true_peaks() takes
  static constexpr std::size_t kBefore = 2 * kTruePeakReach - 1;

  // The least of the last kLeast wanted gains. Holds those below 1 that may become it, rising.
  class Least {
   public:
    float next(float gain);
    bool empty() const { return count_ == 0; }

   private:
    struct Entry {
      float gain = 1;
      std::uint64_t at = 0;
    };
    Entry& entry(std::size_t index) { return entries_[(first_ + index) % kLeast]; }
    std::array<Entry, kLeast> entries_{};
    std::size_t first_ = 0;
    std::size_t count_ = 0;
    std::uint64_t now_ = 0;
  };

  // The sum of the last N values, whole numbers: what stands at 1 for long is 1 to the last bit.
  template <std::size_t N>
  struct Sum {
    std::array<std::int64_t, N> values{};
    std::size_t at = 0;
    std::int64_t sum = 0;
    std::int64_t next(std::int64_t value) {
      sum += value - values[at];
      values[at] = value;
      at = at + 1 == N ? 0 : at + 1;
      return sum;
    }
    void fill(std::int64_t value) {
      values.fill(value);
      sum = value * static_cast<std::int64_t>(N);
    }
  };

  void limit(std::span<float> frames);
  bool at_rest() const { return least_.empty() && calm_ >= kSmoothing; }
  void find_gains(std::size_t fresh, bool searched);
  float gain_for_peak(float peak);
  float let_go(float least);

  float threshold_;
  std::array<float, (kDelay + kChunk) * 2> frames_{};
  std::array<float, kChunk> gains_{};  // peaks, then the gains for them
  Least least_;
  float held_ = 1;
  int hold_ = 0;          // frames until it is let go
  std::size_t calm_ = 0;  // frames since held_ was last below 1
  Sum<kFirstMean> first_;
  Sum<kSecondMean> second_;
};

}  // namespace loa::audio
