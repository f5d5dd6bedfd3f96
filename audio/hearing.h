// Judges what the loopback's windows say: is it heard? A machine without I/O.
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "audio/correlate.h"
#include "audio/proof.h"

namespace loa::audio {

// Windows begin a second apart. Two of the last five that score, at the same delay, are heard; four
// or more without such a pair are not. So what goes wrong is said within 8 s of sound: four
// windows, the length of one, and the longest delay that is looked for.
class Hearing {
 public:
  static constexpr double kScore = 10;     // of a window that heard it
  static constexpr double kQuiet = -50;    // dBFS sent: below it there is nothing to compare
  static constexpr double kDead = -75;     // dBFS captured
  static constexpr double kSilent = -50;   // dBFS captured: muted, while no gain is known
  static constexpr double kMuted = -10;    // dB against what ours should be
  static constexpr double kFallen = -4.5;  // dB: a fall of 6 is seen through the error of the gain

  // `gain_db`: of the first windows ever heard, by which later ones are measured; if known.
  explicit Hearing(std::optional<double> gain_db = {}) : first_gain_(gain_db) {}

  void add(const Match& match);
  AirVerdict verdict() const { return verdict_; }
  // Of all windows so far.
  LoopbackProof proof() const;
  std::optional<double> first_gain() const { return first_gain_; }

 private:
  std::vector<Match> hits() const;
  void calibrate(double gain_db);
  AirVerdict judge(const std::vector<Match>& hits) const;
  AirVerdict why_not() const;

  static constexpr std::size_t kRecent = 5;
  static constexpr std::size_t kCalibrating = 8;
  std::deque<Match> recent_;
  std::vector<double> calibrating_;
  std::optional<double> first_gain_;
  AirVerdict verdict_ = AirVerdict::unknown;
  AirVerdict worst_ = AirVerdict::unknown;
  int windows_ = 0;
  int heard_ = 0;
  double scores_ = 0;
  double gains_ = 0;
  double best_score_ = 0;
  double best_delay_ms_ = 0;
};

}  // namespace loa::audio
