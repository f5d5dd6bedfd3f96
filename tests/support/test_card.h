// The test card (pcm_loatest.c) from a test's side: a PCM to play to, and what it heard.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"

namespace loa::tests {

// What the card played between one start and the stop after it.
struct Segment {
  base::Steady start{};        // when its first frame was presented
  double frames_per_ns = 0;    // the card's own clock
  std::vector<float> samples;  // interleaved, what was heard of it
  std::size_t channels = 2;

  std::int64_t frames() const { return static_cast<std::int64_t>(samples.size() / channels); }
  // `channel` counts from 0.
  float sample(std::int64_t frame, std::size_t channel) const {
    return samples[static_cast<std::size_t>(frame) * channels + channel];
  }
  float left(std::int64_t frame) const { return sample(frame, 0); }
  float right(std::int64_t frame) const { return sample(frame, 1); }
  base::Steady time_of(std::int64_t frame) const;
  // The frame nearest to `time`; may lie outside.
  std::int64_t frame_at(base::Steady time) const;
};

// One sample to look for in what was heard.
struct Heard {
  std::size_t segment = 0;
  std::int64_t frame = 0;
  base::Steady at{};
};

struct Recording {
  std::vector<Segment> segments;
  int xruns = 0;

  // The first frame, presented not before `from`, that is louder than `threshold`.
  std::optional<Heard> first_sound(float threshold, base::Steady from = {}) const;
};

// What a test card that keeps its sound in `file` was given until now; a segment that still plays
// ends at its last written frame.
Recording recording_in(const std::filesystem::path& file);

// A card in a folder of its own, which it takes away in the end. Points alsa-lib's configuration,
// by the environment, at the test cards: make the first one before any thread plays.
class TestCard {
 public:
  // The error of its clock in parts per million; the only sample format it takes ("S16_LE",
  // "S32_LE", "FLOAT_LE"), or empty for all three; how many channels it has.
  // `more`: other options of pcm_loatest.c, as in "DELAYERR=step:480".
  explicit TestCard(double ppm = 0, const std::string& format = {}, int channels = 2,
                    const std::string& more = {});
  TestCard(const TestCard&) = delete;
  TestCard& operator=(const TestCard&) = delete;
  ~TestCard();

  // The PCM's name, for alsa-lib.
  const std::string& name() const { return name_; }
  const std::filesystem::path& folder() const { return folder_; }
  void unplug() const;
  void plug_in() const;
  // The card's clock stands still, as that of a driver which hangs.
  void stall() const;
  void go_on() const;
  // Opening the card and writing to it do not return, until they are let.
  void block() const;
  void let_go_on() const;
  // The machine sleeps, and wakes up.
  void suspend() const;
  void wake_up() const;
  // One underrun, whatever has been written.
  void underrun() const;
  // The name of a capture device that hears what this card plays: pcm_loatest.c has the options,
  // as in "DELAY=40,GAIN=-20". Its clock is off by this card's error.
  std::string ear(const std::string& options = {}) const;
  // The ear's gain from now on, whatever its options say.
  void set_ear_gain(double decibels) const;
  void unplug_ear() const;
  void plug_in_ear() const;
  Recording recording() const { return recording_in(file("")); }

 private:
  std::filesystem::path file(const char* suffix) const;

  std::filesystem::path folder_;
  std::string name_;
};

// The configuration file that ALSA_CONFIG_PATH names, for programs started by tests.
std::filesystem::path test_asound_conf();

}  // namespace loa::tests
