// Feeds an open output with mixed frames and knows when each will be heard.
#pragma once

#include <cstdint>
#include <vector>

#include "audio/channel_map.h"
#include "audio/clock_map.h"
#include "audio/drift_match.h"
#include "audio/output.h"

namespace loa::audio {

// Device frames are counted on over all starts of the device; what is mixed are house frames
// (house_clock.h). Audio thread only.
class Feed {
 public:
  // `output` and the pipelines, one for each lane of `map`, outlive the feed. The output has the
  // map's channels.
  Feed(Output& output, ChannelMap map, const std::vector<FrameProcessor*>& pipelines,
       DriftMatch::Mix mix)
      : output_(output), map_(std::move(map)), match_(pipelines, std::move(mix)) {}

  // Looks at the device, and fills it up once three fifths of its buffer have been heard. False if
  // it has stopped: see reading().
  bool step();
  // The device stands still and is empty.
  void restart();

  // House frames before this one have been heard, as far as is known at `now`.
  std::int64_t heard(base::Steady now) const;
  // Device frames.
  std::int64_t written() const { return written_; }
  // Frames since the device runs have a time. Needed by the three others.
  bool running() const { return clock_.known(); }
  // When the device presents a house frame.
  base::Steady time_of(std::int64_t house_frame) const;
  // How much faster than the steady clock the device runs, parts per million.
  double ppm() const { return clock_.ppm(); }
  // When step() should be called next.
  base::Steady wakeup() const;
  const OutputReading& reading() const { return reading_; }

 private:
  bool start();
  void observe();
  bool look_again();
  std::int64_t low_water() const;
  double house_position_of(std::int64_t device_frame) const;
  std::error_code write(std::int64_t frames);
  std::error_code write_silence(std::int64_t frames);

  Output& output_;
  ChannelMap map_;
  DriftMatch match_;
  ClockMap clock_;
  OutputReading reading_;
  std::int64_t written_ = 0;
  std::int64_t presented_ = 0;  // at the last reading
  std::int64_t heard_ = 0;      // house frames, when the device stopped last
  std::vector<float> lanes_;
  std::vector<float> block_;
};

}  // namespace loa::audio
