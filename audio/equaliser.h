// The station's equaliser: filters that fit the sound to its loudspeakers.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "audio/pipeline.h"

namespace loa::audio {

enum class BandKind { high_pass, low_pass, peak, low_shelf, high_shelf };

struct EqualiserBand {
  BandKind kind = BandKind::peak;
  double hertz = 1000;  // 20..20000: the corner, or the middle of a peak
  double gain = 0;      // dB, -12..12; passes have none
  double q = 0.7071;    // 0.1..10; 0.7071 is flattest
  friend bool operator==(const EqualiserBand&, const EqualiserBand&) = default;
};

// Known names: none, loa-nen (horns), cot-loa (columns), trong-nha (indoors). Nothing for others.
std::optional<std::vector<EqualiserBand>> equaliser_preset(std::string_view name);

// y[n] = b0 x[n] + b1 x[n-1] + b2 x[n-2] - a1 y[n-1] - a2 y[n-2], at 48 kHz.
struct Biquad {
  double b0 = 1, b1 = 0, b2 = 0, a1 = 0, a2 = 0;
};

// By R. Bristow-Johnson, "Cookbook formulae for audio equalizer biquad filter coefficients".
Biquad biquad_for(const EqualiserBand& band);

// Filters both channels alike, one band after the other, in double. Delays nothing.
class Equaliser final : public FrameProcessor {
 public:
  explicit Equaliser(const std::vector<EqualiserBand>& bands);
  void process(std::span<float> frames) override;
  void reset() override;

 private:
  using Pair = std::array<double, 2>;  // left and right
  struct Section {
    Biquad biquad;
    Pair first{};  // the state of the transposed direct form II
    Pair second{};
  };

  bool silent() const;
  void filter(std::span<float> frames);

  std::vector<Section> sections_;
  std::size_t until_flush_;
};

}  // namespace loa::audio
