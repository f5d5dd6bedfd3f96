// The built-in chimes: bells made by calculation, so that they need no file and no licence.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace loa::audio {

// "nhac-hieu" (opening call), "ba-tieng" (three strokes), "nhac-ket" (closing).
std::span<const std::string_view> chime_names();

// Mono at 48 kHz, 2 to 6 s, peak -6 dBFS, begins and ends at silence. Always the same samples for
// the same name. Empty for an unknown name.
std::vector<float> chime_samples(std::string_view name);

}  // namespace loa::audio
