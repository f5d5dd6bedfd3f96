// How often in a row the station began and did not get far, and what that means for the next start.
// Pure: no clock is believed, since the board has no battery for one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace loa::daemon {

// What a start makes do with. Only a new week leads back to `none`.
enum class SafeMode {
  none,
  last_week,  // the week that was in force before the one now
  no_week,    // only the page: the last week did not help either
};

// An end without order counts kCrash where the same boot of the kernel goes on: the program died.
// It counts kCut where the kernel began anew: as a rule the mains failed, and a stormy afternoon
// must not throw away the week; but a program that takes the machine with it is found out all the
// same.
struct StartCount {
  static constexpr int kCrash = 2;
  static constexpr int kCut = 1;
  static constexpr int kLastWeek = 3 * kCrash;
  static constexpr int kNoWeek = 12 * kCrash;
  // What has run this long began well.
  static constexpr base::Duration kSettled = std::chrono::minutes{10};

  int points = 0;
  SafeMode safe = SafeMode::none;
  bool running = false;  // began, and did not end in order yet
  std::string boot;      // base::boot_id() at the last start

  friend bool operator==(const StartCount&, const StartCount&) = default;
};

// To be kept before anything else of a start is done.
StartCount after_start(StartCount before, const std::string& boot);
// It has run for kSettled.
StartCount after_settling(StartCount before);
// It was told to stop, and did.
StartCount after_stop(StartCount before);
// A week came: the reason to make do may be gone with the one that is replaced.
StartCount after_new_week(StartCount before);

std::string to_text(const StartCount& count);
// Nothing if it is no such text.
std::optional<StartCount> start_count_from(std::string_view text);

}  // namespace loa::daemon
