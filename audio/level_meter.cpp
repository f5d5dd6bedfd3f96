// The sums behind the meter.
#include "audio/level_meter.h"

#include <algorithm>
#include <cmath>

#include "audio/peak.h"

namespace loa::audio {
namespace {

constexpr double kLoudnessOffset = -0.691;  // BS.1770-4, formula (2)
constexpr double kGate = -70.0;             // LUFS
constexpr double kBin = 0.1;

}  // namespace

double decibels(double amplitude) { return power_decibels(amplitude * amplitude); }

double amplitude(double decibels) { return std::pow(10.0, decibels / 20); }

double power_decibels(double power) {
  return power > 0 ? std::max(kSilence, 10 * std::log10(power)) : kSilence;
}

double loudness_of(double weighted) {
  return std::max(kSilence, power_decibels(weighted) + kLoudnessOffset);
}

double KWeighting::power_of(std::span<const float> frames) {
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
  const float peak = peak_of(frames);
  if (peak == 0 && centre_ == 0 && weighting_.at_rest()) {
    weighting_ = {};
    return;
  }
  peak_ = std::max(peak_, peak);
  weighted_squares_ += weighting_.power_of(frames);
  // In lanes, which compilers turn into vectors; a step is short enough for floats.
  std::array<float, 8> squares{};
  std::array<float, 8> sums{};
  std::size_t at = 0;
  for (; at + squares.size() <= frames.size(); at += squares.size())
    for (std::size_t lane = 0; lane < squares.size(); ++lane) {
      const float beyond = frames[at + lane] - centre_;
      squares[lane] += beyond * beyond;
      sums[lane] += beyond;
    }
  for (; at < frames.size(); ++at) {
    const float beyond = frames[at] - centre_;
    squares[0] += beyond * beyond;
    sums[0] += beyond;
  }
  for (const float lane : squares) squares_ += static_cast<double>(lane);
  for (const float lane : sums) sum_ += static_cast<double>(lane);
  for (std::size_t i = 0; i < frames.size(); i += kChannels) {
    const bool above = frames[i] > centre_;
    crossings_ += static_cast<int>(above != above_);
    above_ = above;
  }
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
  powers_[next_] = step.power;
  weighted_[next_] = step.weighted;
  next_ = (next_ + 1) % kSteps;
  centre_ = std::abs(step.mean) < kNothing ? 0.0F : static_cast<float>(step.mean);
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
