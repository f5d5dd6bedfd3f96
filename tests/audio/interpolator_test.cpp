// What lies between the samples.
#include "audio/interpolator.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

namespace loa::audio {
namespace {

constexpr std::size_t kIn = 4096;

double sine_at(double frame, double hertz) {
  return std::sin(2 * std::numbers::pi * hertz * frame / kRate);
}

// Left: a sine; right: the same a quarter of a turn later.
std::vector<float> quadrature(double hertz) {
  std::vector<float> samples;
  for (std::size_t i = 0; i < kIn; ++i) {
    samples.push_back(static_cast<float>(sine_at(static_cast<double>(i), hertz)));
    samples.push_back(
        static_cast<float>(sine_at(static_cast<double>(i) - kRate / hertz / 4, hertz)));
  }
  return samples;
}

// The greatest error against the sine itself, in dB of full scale.
double error_db(double hertz, double step) {
  const Interpolator interpolator;
  const auto in = quadrature(hertz);
  std::vector<float> out(std::size_t{3000} * kChannels);
  const double position = 20.37;
  interpolator.read(in, position, step, out);
  double error = 0;
  for (std::size_t k = 0; k < out.size() / kChannels; ++k) {
    const double at = position + static_cast<double>(k) * step;
    error = std::max(error, std::abs(out[2 * k] - sine_at(at, hertz)));
    error = std::max(error, std::abs(out[2 * k + 1] - sine_at(at - kRate / hertz / 4, hertz)));
  }
  return 20 * std::log10(error);
}

TEST(Interpolator, FollowsASineBetweenItsSamples) {
  struct Case {
    double hertz;
    double ppm;
    double most_db;
  };
  for (const auto& [hertz, ppm, most_db] :
       {Case{100, 0, -90}, Case{1000, 0, -85}, Case{8000, 0, -80}, Case{16000, 0, -75},
        Case{1000, 100, -84}, Case{4000, -100, -76}, Case{1000, 400, -75}}) {
    EXPECT_LT(error_db(hertz, 1 + ppm * 1e-6), most_db) << hertz << " Hz at " << ppm << " ppm";
  }
}

TEST(Interpolator, GivesTheSamplesThemselvesAtWholePlaces) {
  std::mt19937 random(1);
  std::uniform_real_distribution<float> any(-1, 1);
  std::vector<float> in(kIn * kChannels);
  std::ranges::generate(in, [&] { return any(random); });
  std::vector<float> out(std::size_t{1000} * kChannels);
  Interpolator().read(in, 100, 1, out);
  for (std::size_t i = 0; i < out.size(); ++i) ASSERT_NEAR(out[i], in[200 + i], 1e-6F);
}

TEST(Interpolator, KeepsTheLevelOfWhatStandsStill) {
  const std::vector<float> in(kIn * kChannels, 0.75F);
  std::vector<float> out(std::size_t{2000} * kChannels);
  Interpolator().read(in, 50.123, 1.0003, out);
  for (const float sample : out) ASSERT_NEAR(sample, 0.75F, 1e-6F);
}

TEST(Interpolator, DoesNotCareHowItsOutputIsCut) {
  const Interpolator interpolator;
  const auto in = quadrature(1000);
  std::vector<float> whole(std::size_t{400} * kChannels);
  interpolator.read(in, 30.5, 1, whole);
  std::vector<float> part(std::size_t{7} * kChannels);
  for (std::size_t at = 0; at + 7 <= 400; at += 7) {
    interpolator.read(in, 30.5 + static_cast<double>(at), 1, part);
    for (std::size_t i = 0; i < part.size(); ++i)
      ASSERT_NEAR(part[i], whole[at * kChannels + i], 1e-6F);
  }
}

}  // namespace
}  // namespace loa::audio
