// The sums behind the meter.
#include "audio/level_meter.h"

#include <algorithm>
#include <cmath>

#include "audio/vectors.h"

namespace loa::audio {
namespace {

constexpr double kLoudnessOffset = -0.691;  // BS.1770-4, formula (2)
constexpr double kGate = -70.0;             // LUFS
constexpr double kBin = 0.1;

using FourCounts = std::int32_t __attribute__((vector_size(16)));

// Of the same place in many groups of four samples; a step is short enough for floats.
struct LaneSums {
  FourFloats squares{};
  FourFloats sum{};
  FourFloats peaks{};
  FourCounts crossings{};  // counted down

  // `before` are the samples one frame earlier.
  void add(FourFloats samples, FourFloats before, FourFloats centre) {
    const FourFloats beyond = samples - centre;
    squares += beyond * beyond;
    sum += beyond;
    peaks = greater(magnitude(samples), peaks);
    crossings += (samples > centre) ^ (before > centre);
  }
};

}  // namespace

double decibels(double amplitude) { return power_decibels(amplitude * amplitude); }

double amplitude(double decibels) { return std::pow(10.0, decibels / 20); }

double power_decibels(double power) {
  return power > 0 ? std::max(kSilence, 10 * std::log10(power)) : kSilence;
}

double loudness_of(double weighted) {
  return std::max(kSilence, power_decibels(weighted) + kLoudnessOffset);
}

LOA_WIDE double KWeighting::power_of(std::span<const float> frames) {
  // Direct form I: what one sample waits for of the one before is a multiplication and an addition.
  Pair in1 = shelf_in1_, in2 = shelf_in2_, a1 = shelf1_, a2 = shelf2_, b1 = pass1_, b2 = pass2_;
  Pair sum{};
  for (std::size_t i = 0; i + 1 < frames.size(); i += 2) {
    const Pair in{frames[i], frames[i + 1]};
    const Pair a = (1.53512485958697 * in - 2.69169618940638 * in1 + 1.19839281085285 * in2 -
                    0.73248077421585 * a2) +
                   1.69065929318241 * a1;
    const Pair b = (a - 2.0 * a1 + a2 - 0.99007225036621 * b2) + 1.99004745483398 * b1;
    in2 = in1;
    in1 = in;
    a2 = a1;
    a1 = a;
    b2 = b1;
    b1 = b;
    sum += b * b;
  }
  shelf_in1_ = in1, shelf_in2_ = in2, shelf1_ = a1, shelf2_ = a2, pass1_ = b1, pass2_ = b2;
  return sum[0] + sum[1];
}

bool KWeighting::at_rest() const {
  // Far below the least loudness that is told, and far above where numbers become denormal.
  constexpr double kNothing = 1e-9;
  const auto still = [](Pair pair) {
    return std::abs(pair[0]) < kNothing && std::abs(pair[1]) < kNothing;
  };
  return still(shelf_in1_) && still(shelf_in2_) && still(shelf1_) && still(shelf2_) &&
         still(pass1_) && still(pass2_);
}

std::optional<SoundStep> LevelMeter::take(std::span<const float>& frames) {
  const auto rest = static_cast<std::size_t>(kStepFrames - frames_) * kChannels;
  const auto part = frames.first(std::min(rest, frames.size()));
  add(part);
  frames = frames.subspan(part.size());
  frames_ += static_cast<int>(part.size()) / kChannels;
  if (frames_ < kStepFrames) return std::nullopt;
  return finish();
}

void LevelMeter::add(std::span<const float> frames) {
  repetition_.add(frames);
  const Sums sums = sum_up(frames, centre_, last_left_);
  if (sums.peak == 0 && centre_ == 0 && weighting_.at_rest()) {
    weighting_ = {};
    return;
  }
  squares_ += sums.squares;
  sum_ += sums.sum;
  peak_ = std::max(peak_, sums.peak);
  crossings_ += sums.crossings;
  weighted_squares_ += weighting_.power_of(frames);
  if (frames.size() >= kChannels) last_left_ = frames[frames.size() - kChannels];
}

LOA_WIDE LevelMeter::Sums LevelMeter::sum_up(std::span<const float> frames, float centre,
                                             float left) {
  Sums sums;
  const auto add_frame = [&](std::size_t at) {
    for (const float sample : {frames[at], frames[at + 1]}) {
      const auto beyond = static_cast<double>(sample - centre);
      sums.squares += beyond * beyond;
      sums.sum += beyond;
      sums.peak = std::max(sums.peak, std::abs(sample));
    }
    sums.crossings += static_cast<int>((frames[at] > centre) != (left > centre));
    left = frames[at];
  };
  if (frames.size() < kChannels) return sums;
  add_frame(0);
  std::array<LaneSums, 2> lanes;
  const FourFloats centres{centre, centre, centre, centre};
  std::size_t at = kChannels;
  for (; at + 8 <= frames.size(); at += 8)
    for (std::size_t i = 0; i < 2; ++i) {
      const float* four = frames.data() + at + 4 * i;
      lanes[i].add(load_four(four), load_four(four - kChannels), centres);
    }
  left = frames[at - kChannels];
  for (; at < frames.size(); at += kChannels) add_frame(at);
  for (const LaneSums& four : lanes) {
    for (int lane = 0; lane < 4; ++lane) {
      sums.squares += static_cast<double>(four.squares[lane]);
      sums.sum += static_cast<double>(four.sum[lane]);
      sums.peak = std::max(sums.peak, four.peaks[lane]);
    }
    sums.crossings -= four.crossings[0] + four.crossings[2];  // the left channel's
  }
  return sums;
}

SoundStep LevelMeter::finish() {
  constexpr double kSamples = kStepFrames * kChannels;
  constexpr double kNothing = 1e-7;
  const double centre = static_cast<double>(centre_);
  const double beyond = sum_ / kSamples;
  SoundStep step;
  step.mean = centre + beyond;
  step.moving = std::max(0.0, squares_ / kSamples - beyond * beyond);
  step.power = step.moving + step.mean * step.mean;
  step.weighted = weighted_squares_ / kStepFrames;
  step.peak = peak_;
  step.crossings = crossings_;
  step.same = repetition_.lasted();
  powers_[next_] = step.power;
  weighted_[next_] = step.weighted;
  next_ = (next_ + 1) % kSteps;
  centre_ = std::abs(step.mean) < kNothing ? 0.0F : static_cast<float>(step.mean);
  last_peak_ = peak_;
  frames_ = crossings_ = 0;
  squares_ = sum_ = weighted_squares_ = 0;
  peak_ = 0;
  return step;
}

double LevelMeter::momentary() const {
  return loudness_of((weighted_[0] + weighted_[1] + weighted_[2] + weighted_[3]) / kSteps);
}

double LevelMeter::rms() const {
  return power_decibels((powers_[0] + powers_[1] + powers_[2] + powers_[3]) / kSteps);
}

void IntegratedLoudness::add(double momentary) {
  if (momentary < kGate) return;
  const int bin = static_cast<int>((momentary - kGate) / kBin);
  ++counts_[static_cast<std::size_t>(std::min(bin, kBins - 1))];
}

// Of the blocks in `bin` and above, as a mean of powers.
std::optional<double> IntegratedLoudness::mean_from(int bin) const {
  double power = 0;
  double blocks = 0;
  for (int i = std::max(bin, 0); i < kBins; ++i) {
    const double count = counts_[static_cast<std::size_t>(i)];
    power += count * std::pow(10.0, (kGate + (i + 0.5) * kBin) / 10);
    blocks += count;
  }
  if (blocks == 0) return std::nullopt;
  return power_decibels(power / blocks);
}

std::optional<double> IntegratedLoudness::value() const {
  const auto mean = mean_from(0);
  if (!mean) return std::nullopt;
  constexpr double kRelativeGate = 10;
  return mean_from(static_cast<int>((*mean - kRelativeGate - kGate) / kBin));
}

}  // namespace loa::audio
