#include "audio/equaliser.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "audio/air.h"
#include "audio/peak.h"

namespace loa::audio {
namespace {

// A state that fades away would end in denormal numbers, which are slow. It is looked at so often
// that no band gets there from what counts as nothing.
constexpr std::size_t kFlushEvery = 256;
constexpr double kNothing = 1e-20;

// A band's numbers as the cookbook names them.
struct Cookbook {
  double a;  // the square root of the gain
  double cos;
  double alpha;
  double beta;  // 2 sqrt(A) alpha, of the shelves

  explicit Cookbook(const EqualiserBand& band) : a(std::pow(10, band.gain / 40)) {
    const double w0 = 2 * std::numbers::pi * band.hertz / kRate;
    cos = std::cos(w0);
    alpha = std::sin(w0) / (2 * band.q);
    beta = 2 * std::sqrt(a) * alpha;
  }
};

Biquad normal(double b0, double b1, double b2, double a0, double a1, double a2) {
  return {b0 / a0, b1 / a0, b2 / a0, a1 / a0, a2 / a0};
}

Biquad low_shelf(const Cookbook& c) {
  const double up = c.a + 1;
  const double down = c.a - 1;
  return normal(c.a * (up - down * c.cos + c.beta), 2 * c.a * (down - up * c.cos),
                c.a * (up - down * c.cos - c.beta), up + down * c.cos + c.beta,
                -2 * (down + up * c.cos), up + down * c.cos - c.beta);
}

Biquad high_shelf(const Cookbook& c) {
  const double up = c.a + 1;
  const double down = c.a - 1;
  return normal(c.a * (up + down * c.cos + c.beta), -2 * c.a * (down + up * c.cos),
                c.a * (up + down * c.cos - c.beta), up - down * c.cos + c.beta,
                2 * (down - up * c.cos), up - down * c.cos - c.beta);
}

}  // namespace

std::optional<std::vector<EqualiserBand>> equaliser_preset(std::string_view name) {
  using enum BandKind;
  // The two halves of a Butterworth high-pass of the fourth order.
  constexpr double kSoft = 0.5412;
  constexpr double kSharp = 1.3066;
  if (name == "none") return std::vector<EqualiserBand>{};
  // Below its cut-off a horn does not load its driver: there the membrane only beats itself sore.
  if (name == "loa-nen") {
    return std::vector<EqualiserBand>{
        {high_pass, 250, 0, kSoft}, {high_pass, 250, 0, kSharp}, {peak, 2500, 3, 0.9}};
  }
  if (name == "cot-loa") {
    return std::vector<EqualiserBand>{{high_pass, 120}, {peak, 350, -2, 1}, {high_shelf, 3500, 2}};
  }
  if (name == "trong-nha") {
    return std::vector<EqualiserBand>{{high_pass, 80}, {peak, 250, -2, 0.9}};
  }
  return std::nullopt;
}

Biquad biquad_for(const EqualiserBand& band) {
  const Cookbook c(band);
  switch (band.kind) {
    case BandKind::high_pass:
      return normal((1 + c.cos) / 2, -(1 + c.cos), (1 + c.cos) / 2, 1 + c.alpha, -2 * c.cos,
                    1 - c.alpha);
    case BandKind::low_pass:
      return normal((1 - c.cos) / 2, 1 - c.cos, (1 - c.cos) / 2, 1 + c.alpha, -2 * c.cos,
                    1 - c.alpha);
    case BandKind::peak:
      return normal(1 + c.alpha * c.a, -2 * c.cos, 1 - c.alpha * c.a, 1 + c.alpha / c.a, -2 * c.cos,
                    1 - c.alpha / c.a);
    case BandKind::low_shelf:
      return low_shelf(c);
    case BandKind::high_shelf:
      return high_shelf(c);
  }
  return {};
}

Equaliser::Equaliser(const std::vector<EqualiserBand>& bands) : until_flush_(kFlushEvery) {
  for (const EqualiserBand& band : bands) sections_.push_back({biquad_for(band)});
}

void Equaliser::reset() {
  for (Section& section : sections_) section.first = section.second = {};
}

bool Equaliser::silent() const {
  return std::ranges::all_of(sections_, [](const Section& section) {
    return section.first == Pair{} && section.second == Pair{};
  });
}

void Equaliser::process(std::span<float> frames) {
  if (sections_.empty()) return;
  // Counted over blocks, so that how frames are cut makes no difference.
  while (!frames.empty()) {
    const auto part = frames.first(std::min(frames.size(), until_flush_ * kChannels));
    if (!silent() || peak_of(part) > 0) filter(part);
    frames = frames.subspan(part.size());
    until_flush_ -= part.size() / kChannels;
    if (until_flush_ > 0) continue;
    until_flush_ = kFlushEvery;
    for (Section& section : sections_) {
      for (Pair* state : {&section.first, &section.second}) {
        for (double& value : *state) value = std::abs(value) < kNothing ? 0 : value;
      }
    }
  }
}

void Equaliser::filter(std::span<float> frames) {
  for (Section& section : sections_) {
    const Biquad biquad = section.biquad;
    Pair first = section.first;
    Pair second = section.second;
    for (std::size_t i = 0; i < frames.size(); i += kChannels) {
      for (std::size_t side = 0; side < 2; ++side) {
        const double in = frames[i + side];
        const double out = biquad.b0 * in + first[side];
        first[side] = biquad.b1 * in - biquad.a1 * out + second[side];
        second[side] = biquad.b2 * in - biquad.a2 * out;
        frames[i + side] = static_cast<float>(out);
      }
    }
    section.first = first;
    section.second = second;
  }
}

}  // namespace loa::audio
