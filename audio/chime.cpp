#include "audio/chime.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "audio/air.h"

namespace loa::audio {
namespace {

struct Stroke {
  double at;     // seconds
  double pitch;  // hertz, of the strike note
  double level;
  double ring;  // seconds until the strike note has fallen by 1/e
};

// A bell's partials over its strike note: hum, prime, tierce, quint, nominal and two above it
// (W. A. Hibbert, "The quantification of strike pitch and pitch shifts in church bells", 2008), the
// tierce made major, which sounds friendlier over loudspeakers. Higher ones die sooner.
struct Partial {
  double ratio;
  double level;
  double ring;
};
constexpr std::array<Partial, 7> kPartials{{{0.5, 0.35, 1.6},
                                            {1.0, 1.0, 1.0},
                                            {1.25, 0.35, 0.7},
                                            {1.5, 0.25, 0.6},
                                            {2.0, 0.6, 0.5},
                                            {3.0, 0.2, 0.25},
                                            {4.2, 0.1, 0.12}}};

constexpr double kPeak = 0.501187;  // -6 dBFS
constexpr double kAttack = 0.004;   // seconds; a shorter one clicks
constexpr double kRelease = 0.25;

constexpr double kG4 = 392.00, kC5 = 523.25, kD5 = 587.33, kE5 = 659.26, kG5 = 783.99, kA5 = 880.00;

// The pentatonic scale of Vietnamese folk tunes (sol la do re mi).
constexpr std::array<Stroke, 6> kOpening{{{0.0, kG4, 0.8, 0.7},
                                          {0.4, kC5, 0.8, 0.7},
                                          {0.8, kD5, 0.8, 0.7},
                                          {1.2, kE5, 0.8, 0.8},
                                          {1.6, kA5, 0.7, 0.8},
                                          {2.1, kG5, 1.0, 1.1}}};
constexpr std::array<Stroke, 3> kThree{
    {{0.0, kC5, 1.0, 1.0}, {1.2, kC5, 1.0, 1.0}, {2.4, kC5, 1.0, 1.2}}};
constexpr std::array<Stroke, 4> kClosing{
    {{0.0, kG5, 0.8, 0.8}, {0.5, kE5, 0.8, 0.8}, {1.0, kD5, 0.8, 0.8}, {1.5, kC5, 1.0, 1.2}}};

struct Chime {
  std::string_view name;
  std::span<const Stroke> strokes;
  double length;  // seconds
};
constexpr std::array<Chime, 3> kChimes{
    {{"nhac-hieu", kOpening, 4.2}, {"ba-tieng", kThree, 4.8}, {"nhac-ket", kClosing, 3.8}}};
constexpr std::array<std::string_view, 3> kNames{"nhac-hieu", "ba-tieng", "nhac-ket"};

void add_partial(std::span<float> out, const Stroke& stroke, const Partial& partial) {
  const double step = 2 * std::numbers::pi * stroke.pitch * partial.ratio / kRate;
  const double decay = 1.0 / (stroke.ring * partial.ring * kRate);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto n = static_cast<double>(i);
    const double attack = std::min(1.0, n / (kAttack * kRate));
    const double level = stroke.level * partial.level * attack * std::exp(-n * decay);
    out[i] += static_cast<float>(level * std::sin(n * step));
  }
}

void fade_out(std::span<float> samples) {
  const auto fade = std::min(samples.size(), static_cast<std::size_t>(kRelease * kRate));
  const std::span<float> tail = samples.last(fade);
  for (std::size_t i = 0; i < tail.size(); ++i) {
    tail[i] *= static_cast<float>(tail.size() - 1 - i) / static_cast<float>(tail.size());
  }
}

void set_peak(std::span<float> samples) {
  float peak = 0;
  for (const float sample : samples) peak = std::max(peak, std::abs(sample));
  for (float& sample : samples) sample *= static_cast<float>(kPeak) / peak;
}

}  // namespace

std::span<const std::string_view> chime_names() { return kNames; }

std::vector<float> chime_samples(std::string_view name) {
  const auto* chime = std::ranges::find(kChimes, name, &Chime::name);
  if (chime == kChimes.end()) return {};
  std::vector<float> samples(static_cast<std::size_t>(chime->length * kRate));
  for (const Stroke& stroke : chime->strokes) {
    const auto at = static_cast<std::size_t>(stroke.at * kRate);
    for (const Partial& partial : kPartials) {
      add_partial(std::span(samples).subspan(at), stroke, partial);
    }
  }
  fade_out(samples);
  set_peak(samples);
  return samples;
}

}  // namespace loa::audio
