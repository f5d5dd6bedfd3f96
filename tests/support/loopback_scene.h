// Rooms made by calculation: what a microphone or a line hears of real speech, with noise, other
// speech, echo, gain and delay, from a seed.
#pragma once

#include <filesystem>
#include <random>
#include <string>
#include <vector>

namespace loa::tests {

// Minutes of Vietnamese speech by espeak-ng, mono at 48 kHz, in its three voices by turns; each
// text is another. Made in `folder` once, decoded by `decoder`.
class Speeches {
 public:
  Speeches(const std::filesystem::path& folder, const std::filesystem::path& decoder, int texts);
  std::size_t count() const { return speeches_.size(); }
  // `frames` frames of speech number `index` from a random place, which wraps around.
  std::vector<float> piece(std::size_t index, std::size_t frames, std::mt19937& random) const;

 private:
  std::vector<std::vector<float>> speeches_;
};

enum class Disturbance { white, pink, speech };
const char* name_of(Disturbance disturbance);

struct Scene {
  double gain_db = 0;
  double delay_ms = 0;
  double snr_db = 10;  // of what was sent, as heard, to the disturbance; of mean squares
  Disturbance disturbance = Disturbance::white;
  double echo_ms = 0;   // the time in which a decaying echo falls by 60 dB; 0: none
  bool present = true;  // what was sent is heard at all; if not, the disturbance is as loud
};

// What was sent, and what was captured of it from the same time on: 48 kHz, mono, of one length.
struct Take {
  std::vector<float> sent;
  std::vector<float> captured;
};

Take take_of(const Scene& scene, const Speeches& speeches, double seconds, std::mt19937& random);

// The same at 8 kHz, as the loopback compares it.
std::vector<float> decimated(const std::vector<float>& mono);

}  // namespace loa::tests
