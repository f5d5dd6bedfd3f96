// The station's media: what an item of the week sounds like, known ahead of its time.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "base/problem.h"
#include "base/timers.h"
#include "daemon/frame.h"
#include "daemon/library.h"
#include "daemon/media_wants.h"
#include "daemon/media_worker.h"

namespace loa::daemon {

// How loud the station is to be.
struct Loudness {
  double target_lufs = -16;  // -30..-10
  double ceiling_dbtp = -1;  // of the limiter behind the mixer, -9..-0.5
};

// The loop's thread only. Media are decoded once, on another thread; what is known is kept by path,
// size and time of change.
class MediaLibrary final : public Library {
 public:
  // `post` runs a function on the loop's thread, and may be called from any. `timers` outlives
  // this. What is in `frame` is looked at and kept beside every week.
  MediaLibrary(MediaFolders folders, Loudness loudness, base::Timers& timers,
               std::function<void(std::function<void()>)> post, Frame frame = {});
  ~MediaLibrary() override;

  // What is not known yet is looked at soon; until then it is a MissingMedia "not-ready".
  Media find(const schedules::Item& item) override;
  void read_again(const schedules::Item& item) override;

  // Looks at all media of a week that are new or changed.
  void prepare(const schedules::WeeklySchedule& schedule);

  // What these weeks and the frame need on the disk. Of what is made that is not known while some
  // of theirs is still being looked at.
  DiskNeeds needs_of(const Weeks& weeks) const;
  // Gives up what these weeks do not need where it takes too much room, and forgets it.
  void tidy(const Weeks& weeks);

  // Calls `done` once all items are known, or after `patience`; maybe before it returns.
  void when_known(const std::vector<schedules::Item>& items, base::Duration patience,
                  std::function<void()> done);

 private:
  struct Impl;
  std::vector<schedules::Item> stand_ins_here(const schedules::Item& relay) const;

  std::shared_ptr<Impl> impl_;
};

// What will not sound as it is written, and what will happen then: warnings at the items, in order.
base::Problems missing_media(const schedules::WeeklySchedule& schedule, Library& library);

// What sounds while a relay is silent: its own stand-in, then the built-in ident; Frame::ident goes
// between them. Empty for what is no relay.
std::vector<schedules::Item> stand_ins_of(const schedules::Item& item);

// All items of all programmes, and what may stand in for them.
std::vector<schedules::Item> all_items(const schedules::WeeklySchedule& schedule);

// Towards the target, by 12 dB at most either way. Peaks may go 8 dB over the ceiling: that much
// the limiter behind the mixer takes without being heard on speech, whose peaks stand 15 to 20 dB
// over its loudness. What needs more (music of wide range, a click) stays softer. Linear.
float gain_for(const audio::MediaInfo& info, const Loudness& loudness);

}  // namespace loa::daemon
