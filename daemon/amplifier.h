// Decides when what stands behind the sound card is on: the amplifier's power, the loudspeakers'
// relay, the transmitter's key. A machine without I/O. docs/am-ly.md has the times as a picture.
#pragma once

#include <optional>
#include <vector>

#include "base/time.h"

namespace loa::daemon {

struct AmplifierSettings {
  // One for each line, in the order in which they are switched on: how long before the first sound
  // a line is on. None is longer than the one before it. Empty: there is nothing to switch.
  std::vector<base::Duration> leads;
  // On for so long after the last sound. Covers a fade and the sound device's buffer.
  base::Duration hold = std::chrono::seconds{10};
  // If the next sound begins within this after the hold, the lines stay on until then.
  base::Duration idle_off = std::chrono::minutes{5};
  // Once the last line is on they stay on for so long: what is switched on and off is switched on
  // again no earlier than that, whatever people do.
  base::Duration shortest_on = std::chrono::seconds{30};
};

// What the station needs the amplifier for.
struct AmplifierDemand {
  bool sounding = false;             // something sounds, or is being faded
  std::optional<base::Steady> next;  // when the next sound will begin, as far as that is known
};

class Amplifier {
 public:
  // A start that is known ahead is made ready for so much earlier, in case the caller is late.
  static constexpr base::Duration kMargin = std::chrono::milliseconds{500};
  // Between the lines, as they go off.
  static constexpr base::Duration kOffStep = std::chrono::milliseconds{500};

  struct Switch {
    std::size_t line = 0;
    bool on = false;
    friend bool operator==(const Switch&, const Switch&) = default;
  };

  // All lines are off at first.
  explicit Amplifier(AmplifierSettings settings);

  // What is to be switched now, in this order. `demand` holds until the next call: call it whenever
  // that has changed, and at next_wakeup().
  std::vector<Switch> step(base::Steady now, const AmplifierDemand& demand);
  // When a line will be switched if the demand stays as it is, or what is to begin begins: later
  // than the last step. Nothing if there is no such moment.
  std::optional<base::Steady> next_wakeup() const;
  // The earliest moment at which a sound that nobody has planned may begin, so that nothing of it
  // is lost. `now` if all have been on for long enough, and where there are none.
  base::Steady ready_at(base::Steady now) const;

  // Whether any line is on.
  bool on() const;

 private:
  bool needed(std::size_t line, base::Steady now) const;
  base::Steady idle_since() const;
  bool bridges() const;
  base::Steady off_at(std::size_t line) const;

  AmplifierSettings settings_;
  std::vector<std::optional<base::Steady>> on_since_;  // by line; nothing: it is off
  AmplifierDemand demand_;
  base::Steady now_{};  // of the last step
  std::optional<base::Steady> last_sound_;
  std::optional<base::Steady> last_on_;  // when a line was last switched on
};

}  // namespace loa::daemon
