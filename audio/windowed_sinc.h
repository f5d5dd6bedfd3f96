// Filters made of a sinc under a Kaiser window.
#pragma once

#include <span>

namespace loa::audio {

// The Kaiser window at `along` of its half width, -1 to 1; `beta` trades width for depth (J. F.
// Kaiser, "Nonrecursive Digital Filter Design Using the I0-sinh Window Function", 1974).
double kaiser(double along, double beta);

// Weights of taps.size() samples, an even number, that together are the value `part` (0 to 1) of
// the way from sample taps.size() / 2 - 1 to the next. What stands still keeps its level; at a
// whole place the sample itself comes out.
void interpolation_taps(double part, double beta, std::span<float> taps);

}  // namespace loa::audio
