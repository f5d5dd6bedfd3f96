// Measures what goes out in steps of 100 ms: power, loudness, peak, and what tells a stuck sound.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "audio/air.h"
#include "audio/repetition.h"

namespace loa::audio {

inline constexpr int kStepFrames = kRate / 10;
inline constexpr base::Duration kStepLength = duration_of(kStepFrames);
inline constexpr double kSilence = -120.0;  // dBFS and LUFS of nothing at all

// 20 log10; kSilence of nothing and of what is below it.
double decibels(double amplitude);
// The other way.
double amplitude(double decibels);
// Of a mean square.
double power_decibels(double power);
// Loudness in LUFS of a K-weighted mean square, summed over both channels (ITU-R BS.1770-4).
double loudness_of(double weighted);

// 100 ms of the output.
struct SoundStep {
  double power = 0;     // mean square of all samples, full scale 1
  double moving = 0;    // the same without DC
  double mean = 0;      // of all samples: DC
  double weighted = 0;  // mean square after K-weighting, summed over both channels
  float peak = 0;
  int crossings = 0;       // of the left channel through its own mean of the step before
  base::Duration same{0};  // for how long it has been one tone or a short loop (Repetition)
};

// The two filters of ITU-R BS.1770-4 for 48 kHz (its tables 1 and 2), both channels at once.
class KWeighting {
 public:
  // The sum of squares of what comes out.
  double power_of(std::span<const float> frames);
  // Nothing of what was before still rings: silence may be passed over.
  bool at_rest() const;

 private:
  using Pair = double __attribute__((vector_size(16)));  // left, right
  Pair shelf_in1_{}, shelf_in2_{}, shelf1_{}, shelf2_{}, pass1_{}, pass2_{};
};

// Audio thread; does not allocate.
class LevelMeter {
 public:
  // Takes interleaved frames from the front of `frames`; the step that they complete, if any.
  std::optional<SoundStep> take(std::span<const float>& frames);

  // Over the last 400 ms, in steps of 100 ms (EBU Tech 3341: momentary).
  double momentary() const;  // LUFS
  double rms() const;        // dBFS; a sine of full scale has -3
  // The greatest sample of the last step, linear.
  float peak() const { return last_peak_; }
  // As after silence.
  void clear() { *this = {}; }

 private:
  struct Sums {
    double squares = 0;
    double sum = 0;
    float peak = 0;
    int crossings = 0;
  };
  // `left`: the left sample before the first.
  static Sums sum_up(std::span<const float> frames, float centre, float left);
  void add(std::span<const float> frames);
  SoundStep finish();

  static constexpr std::size_t kSteps = 4;
  std::array<double, kSteps> powers_{};
  std::array<double, kSteps> weighted_{};
  std::size_t next_ = 0;
  KWeighting weighting_;
  Repetition repetition_;
  int frames_ = 0;      // of the step so far
  double squares_ = 0;  // of what lies beyond centre_: exact beside a large DC
  double sum_ = 0;      // likewise
  double weighted_squares_ = 0;
  float peak_ = 0;
  int crossings_ = 0;
  float last_peak_ = 0;
  float centre_ = 0;  // the mean of the step before
  float last_left_ = 0;
};

// Integrated loudness by EBU R128: 400 ms blocks with 75 % overlap, gated at -70 LUFS and at 10 LU
// below their mean, to 0.1 LU. For programmes of any length in 3 kB.
class IntegratedLoudness {
 public:
  void add(double momentary);  // LUFS, at the end of each step once 400 ms are there
  // LUFS; nothing if all lay below the gate.
  std::optional<double> value() const;

 private:
  static constexpr int kBins = 800;  // from -70 LUFS up by 0.1
  std::optional<double> mean_from(int bin) const;
  std::array<std::uint32_t, kBins> counts_{};
};

}  // namespace loa::audio
