// Feeds an open output with mixed frames and knows when each will be heard.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "audio/clock_map.h"
#include "audio/output.h"
#include "audio/pipeline.h"

namespace loa::audio {

// Device frames are counted on over all starts of the device. Audio thread only.
class Feed {
 public:
  // Adds what sounds on device frames from `first` on to silence. It runs ahead of what is written
  // by what the pipeline delays.
  using Mix = std::function<void(std::int64_t first, std::span<float> frames)>;

  // All three outlive the feed; `pipeline` changes what `mix` made.
  Feed(Output& output, FrameProcessor& pipeline, Mix mix)
      : output_(output), pipeline_(pipeline), mix_(std::move(mix)) {}

  enum class Outcome {
    fed,     // the device has what it needs until wakeup()
    placed,  // the device was started, or its clock jumped: the voices must be placed anew; call
             // again
    failed,  // it has stopped: see reading()
  };
  // Looks at the device, and fills it up once three fifths of its buffer have been heard.
  Outcome step();
  // The device stands still and is empty.
  void restart() { clock_.reset(); }

  // Frames before this one have been heard, as far as is known at `now`.
  std::int64_t presented(base::Steady now) const;
  std::int64_t written() const { return written_; }
  // Frames since the device runs have a time. Needed by the two others.
  bool running() const { return clock_.known(); }
  const ClockMap& clock() const { return clock_; }
  // When step() should be called next.
  base::Steady wakeup() const;
  const OutputReading& reading() const { return reading_; }

 private:
  Outcome start();
  Outcome look_again();
  std::int64_t low_water() const;
  std::error_code write(std::int64_t frames, bool silent);

  Output& output_;
  FrameProcessor& pipeline_;
  Mix mix_;
  ClockMap clock_;
  OutputReading reading_;
  std::int64_t written_ = 0;
  std::int64_t presented_ = 0;  // at the last reading
  std::vector<float> block_;
};

}  // namespace loa::audio
