// Finds what was sent in what a microphone or a line heard of it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "audio/fft.h"
#include "audio/speech_band.h"

namespace loa::audio {

// What one window says.
struct Match {
  double score = 0;        // how far the best place stands out: in standard deviations of the rest
  std::int64_t delay = 0;  // samples at 8 kHz: heard later than sent, at the best place
  double gain_db = 0;      // of what was sent, in what was heard
  double sent_db = 0;      // dBFS in the band, over the window
  double heard_db = 0;     // dBFS in the band, of all that was captured
};

// Generalised cross-correlation (Knapp and Carter 1976) in the band of speech, 300 to 3,400 Hz,
// with the spectra whitened to the power of 3/4: docs/proof.md has what other weights gave. Two
// transforms of 32,768 points a call. Not thread-safe.
class Correlator {
 public:
  static constexpr std::int64_t kWindow = std::int64_t{2} * kSpeechRate;
  // A sound server's place is some 20 ms off.
  static constexpr std::int64_t kEarliest = -kSpeechRate / 20;
  static constexpr std::int64_t kLatest = kSpeechRate;  // 340 m of air; a network amplifier
  static constexpr std::int64_t kCaptured = kWindow + kLatest - kEarliest;

  explicit Correlator(double whitening = 0.75);

  // `sent`: kWindow samples. `captured`: kCaptured samples, the first at the time of sent's first
  // less 50 ms.
  Match compare(std::span<const float> sent, std::span<const float> captured);

 private:
  void split();
  double whiten();
  double gain_at(std::int64_t lag, double sent_power) const;

  static constexpr std::size_t kSize = 32768;
  Fft fft_{kSize};
  double whitening_;
  // After split(): the spectra of what was sent and captured, in the band.
  std::vector<float> real_, imaginary_, cross_real_, cross_imaginary_;
  double sent_power_ = 0;
  double heard_power_ = 0;
};

}  // namespace loa::audio
