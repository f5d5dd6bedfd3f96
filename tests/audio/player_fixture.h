// An AirBank on the test card, its events, and media whose samples say where they belong.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

#include "audio/air_bank.h"
#include "base/clock.h"
#include "support/test_card.h"

namespace loa::audio {

// By so much the samples of a level that stays differ where they are read between frames.
inline constexpr float kInterpolated = 1e-5F;

// The owner's thread of an AirBank is the test's: events are taken in while it waits.
class Player {
 public:
  explicit Player(const std::string& output, base::Duration buffer = std::chrono::milliseconds{200},
                  const std::string& loopback = {});
  // The decoder is set where it is not.
  explicit Player(LiveAirSettings settings);

  AirBank& air() { return *air_; }
  // Takes in events until `condition` holds; false after `limit`.
  bool wait(const std::function<bool()>& condition, base::Duration limit = std::chrono::minutes{1});
  void wait_for(base::Duration time);
  bool wait_running();
  // Waits for the end of a cue; an end that never comes is a failure and an empty event.
  CueEnded end_of(CueId id);
  bool ended(CueId id) const;
  bool has_started(CueId id) const;
  // Destroys the AirBank and takes in what it told last.
  void shut_down();

  std::vector<CueStarted> starts;
  std::vector<CueEnded> ends;
  std::vector<DeviceChange> changes;
  std::vector<RelayChange> relays;
  std::vector<AirAlarm> alarms;

 private:
  // Shared with what LiveAir posts.
  struct Mail {
    std::mutex mutex;
    std::condition_variable arrived;
    std::deque<std::function<void()>> jobs;
  };
  void take_in(base::Duration patience);

  std::shared_ptr<Mail> mail_ = std::make_shared<Mail>();
  std::unique_ptr<AirBank> air_;
};

// A temporary folder with media made for a test.
class PlayerTest : public testing::Test {
 protected:
  PlayerTest();
  ~PlayerTest() override;

  // `frames` frames, each with its own number in it: see number_of(). A spiral, one turn a second:
  // slow enough to survive the match of two clocks.
  std::string counting(std::int64_t frames);
  std::string sine(std::int64_t frames, double hertz, double level);
  std::string steady_level(std::int64_t frames, double level);
  std::filesystem::path folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
  int files_ = 0;
};

// The number that counting() put into a frame, exact to a frame or so; nothing if it is silent or
// much faded.
std::optional<double> number_of(const tests::Segment& segment, std::int64_t frame);

Cue cue_at(base::Steady start, const std::string& source, base::Duration length);
// `lead` from now, when the medium at `source` is already made.
Cue cue_in(base::Duration lead, const std::string& source, base::Duration length);
// The same of a relay or a line.
Cue stream_in(base::Duration lead, const std::string& source, base::Duration length);

// The greatest step between neighbouring samples in a cue's middle, where nothing fades, and the
// greatest that an unbroken tone makes.
double greatest_step(const tests::Segment& heard, const Cue& cue);
// In [from, to).
double greatest_step(const tests::Segment& heard, std::int64_t from, std::int64_t to);
double slope_of(double hertz, double amplitude);

}  // namespace loa::audio
