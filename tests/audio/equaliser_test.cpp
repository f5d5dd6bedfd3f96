// The equaliser's response, measured by tones, against what analogue filter theory asks for.
#include "audio/equaliser.h"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <numbers>

#include "audio/air.h"
#include "tests/audio/media_samples.h"

namespace loa::audio {
namespace {

// The cookbook's analogue prototypes H(s), put through the bilinear transform: the frequency is
// bent, s = j tan(w/2) / tan(w0/2), and nothing else. No coefficient of ours is used.
double wanted_decibels(const EqualiserBand& band, double hertz) {
  const double half = std::numbers::pi / kRate;
  const std::complex<double> s(0, std::tan(hertz * half) / std::tan(band.hertz * half));
  const double a = std::pow(10, band.gain / 40);
  const double q = band.q;
  std::complex<double> h;
  switch (band.kind) {
    case BandKind::high_pass:
      h = s * s / (s * s + s / q + 1.0);
      break;
    case BandKind::low_pass:
      h = 1.0 / (s * s + s / q + 1.0);
      break;
    case BandKind::peak:
      h = (s * s + s * (a / q) + 1.0) / (s * s + s / (a * q) + 1.0);
      break;
    case BandKind::low_shelf:
      h = a * (s * s + std::sqrt(a) / q * s + a) / (a * s * s + std::sqrt(a) / q * s + 1.0);
      break;
    case BandKind::high_shelf:
      h = a * (a * s * s + std::sqrt(a) / q * s + 1.0) / (s * s + std::sqrt(a) / q * s + a);
      break;
  }
  return decibels(std::abs(h));
}

double wanted_decibels(const std::vector<EqualiserBand>& bands, double hertz) {
  double sum = 0;
  for (const EqualiserBand& band : bands) sum += wanted_decibels(band, hertz);
  return sum;
}

// `hertz`: a whole number of periods in a tenth of a second, measured once the filter has settled.
double measured_decibels(const std::vector<EqualiserBand>& bands, double hertz) {
  std::vector<float> samples;
  for (int i = 0; i < kRate / 10 * 3; ++i) {
    const double phase = 2 * std::numbers::pi * hertz * i / kRate;
    samples.insert(samples.end(), 2, static_cast<float>(0.5 * std::sin(phase)));
  }
  Equaliser(bands).process(samples);
  std::complex<double> sum;
  for (int i = kRate / 5; i < kRate / 10 * 3; ++i) {
    const double phase = -2 * std::numbers::pi * hertz * i / kRate;
    sum += std::polar(static_cast<double>(samples[static_cast<std::size_t>(i) * 2]), phase);
  }
  return decibels(2 * std::abs(sum) / (kRate / 10) / 0.5);
}

class Response : public testing::TestWithParam<std::vector<EqualiserBand>> {};

TEST_P(Response, IsWhatTheFormulaSaysAtAllFrequencies) {
  for (const double hertz : {20, 60, 120, 250, 500, 1000, 2500, 4000, 8000, 16000, 20000}) {
    const double wanted = wanted_decibels(GetParam(), hertz);
    // Four decades down, what is measured is the rounding of float samples.
    EXPECT_NEAR(measured_decibels(GetParam(), hertz), wanted, wanted < -70 ? 0.5 : 0.01)
        << hertz << " Hz";
  }
}

INSTANTIATE_TEST_SUITE_P(
    Table, Response,
    testing::Values(std::vector<EqualiserBand>{{BandKind::high_pass, 250}},
                    std::vector<EqualiserBand>{{BandKind::high_pass, 120, 0, 2}},
                    std::vector<EqualiserBand>{{BandKind::low_pass, 6000}},
                    std::vector<EqualiserBand>{{BandKind::peak, 2500, 3, 0.9}},
                    std::vector<EqualiserBand>{{BandKind::peak, 300, -12, 5}},
                    std::vector<EqualiserBand>{{BandKind::low_shelf, 200, 6}},
                    std::vector<EqualiserBand>{{BandKind::high_shelf, 4000, -4}},
                    *equaliser_preset("loa-nen"), *equaliser_preset("cot-loa"),
                    *equaliser_preset("trong-nha")));

TEST(Presets, AreThreeAndNone) {
  EXPECT_TRUE(equaliser_preset("none")->empty());
  EXPECT_FALSE(equaliser_preset("loa-kem"));
  const auto horn = *equaliser_preset("loa-nen");
  EXPECT_LT(measured_decibels(horn, 120), -24) << "24 dB an octave below 250 Hz";
  EXPECT_NEAR(measured_decibels(horn, 2500), 3, 0.1);
  EXPECT_NEAR(measured_decibels(horn, 20000), 0, 0.2);
}

TEST(Equaliser, WithoutBandsChangesNothing) {
  std::vector<float> samples{0.5F, -0.25F, 1e-30F, 3.0F};
  const auto before = samples;
  Equaliser({}).process(samples);
  EXPECT_EQ(samples, before);
}

TEST(Equaliser, FallsSilentInsteadOfIntoDenormalNumbers) {
  Equaliser equaliser(*equaliser_preset("loa-nen"));
  std::vector<float> impulse(2 * std::size_t{kRate} * 3);
  impulse[0] = impulse[1] = 1.0F;
  equaliser.process(impulse);
  for (const float sample : impulse) ASSERT_NE(std::fpclassify(sample), FP_SUBNORMAL);
  EXPECT_EQ(impulse.back(), 0.0F);
}

TEST(Equaliser, DoesTheSameHoweverFramesAreCut) {
  const auto bands = *equaliser_preset("cot-loa");
  std::vector<float> whole(2 * 20000);
  for (std::size_t i = 0; i < whole.size() / 2; ++i) whole[i] = static_cast<float>(i % 101) / 101;
  auto cut = whole;
  Equaliser(bands).process(whole);
  Equaliser equaliser(bands);
  for (std::size_t at = 0; at < cut.size(); at += 34)
    equaliser.process(std::span(cut).subspan(at, std::min<std::size_t>(34, cut.size() - at)));
  EXPECT_EQ(cut, whole);
}

TEST(Equaliser, KeepsTheSidesApart) {
  std::vector<float> samples(2000);
  for (std::size_t i = 0; i < samples.size(); i += 2) samples[i] = 0.5F;
  Equaliser(*equaliser_preset("trong-nha")).process(samples);
  for (std::size_t i = 1; i < samples.size(); i += 2) ASSERT_EQ(samples[i], 0.0F);
}

}  // namespace
}  // namespace loa::audio
