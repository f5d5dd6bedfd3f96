// Tells one unchanging sound from speech and music: a tone, a chord of tones, a hum, or the same
// tenth of a second over and over, as a hung decoder or encoder gives.
#pragma once

#include <array>
#include <span>

#include "audio/air.h"

namespace loa::audio {

class Fft;

// What repeats itself within 100 ms has a spectrum of lines 10 Hz or more apart, and 400 ms of it
// have the same magnitudes wherever they begin. So windows of 400 ms, begun 400 and 500 ms apart by
// turns (at equal steps a vibrato would be met at the same place of its swing each time), are
// compared with the first of them: shape and level at once. Audio thread; does not allocate.
class Repetition {
 public:
  Repetition();

  // `frames`: interleaved.
  void add(std::span<const float> frames);
  // For how long it has been the same, up to the end of the last window; 0 where that one was
  // another sound, or there was none. Silence, and what lies at 4 kHz alone, is never the same.
  base::Duration lasted() const;

 private:
  static constexpr int kDecimation = 12;
  static constexpr std::size_t kWindow = 1600;  // samples of 4 kHz: 400 ms
  static constexpr std::size_t kSkip = 400;     // between every other two
  static constexpr std::size_t kSize = 2048;    // of the transform
  using Window = std::array<float, kWindow>;

  void take(float sample);
  void judge();
  double distance();

  const Fft* fft_;
  Window window_{};
  Window first_{};
  std::array<float, kSize> real_{};
  std::array<float, kSize> imaginary_{};
  std::size_t filled_ = 0;
  std::size_t skip_ = 0;  // samples still to leave out
  bool skip_next_ = false;
  float sum_ = 0;  // of the frames of the next sample
  int summed_ = 0;
  double first_power_ = 0;  // 0: there is no first window
  std::size_t since_ = 0;   // samples from its beginning to now
  std::size_t same_ = 0;    // samples from there to the end of the last window like it
};

}  // namespace loa::audio
