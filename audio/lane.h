// One cluster's way from the mixer to its channels of the device.
#pragma once

#include <string>

#include "audio/cluster.h"
#include "audio/delay_line.h"
#include "audio/limiter.h"
#include "audio/master.h"
#include "audio/output_watch.h"
#include "audio/pipeline.h"

namespace loa::audio {

// volume ─▶ equaliser ─▶ own gain ─▶ limiter ─▶ watch ─▶ own delay
// Audio thread only.
class Lane {
 public:
  // `cluster`: a device without clusters has one lane and none. `reference`: gets a copy of what
  // sounds; may be null.
  Lane(const Master& master, const Cluster& cluster, ReferenceRing* reference);
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  const std::string& name() const { return cluster_.name; }
  FrameProcessor& pipeline() { return pipeline_; }
  void set_volume(float gain) { volume_.set(gain); }
  OutputWatch& watch() { return watch_; }
  // The next block's first frame enters at house frame `first`; the device told `delay`.
  void begin(std::int64_t first, base::Duration delay);

 private:
  Cluster cluster_;
  GainRamp volume_{1.0F};
  Equaliser equaliser_;
  GainRamp own_;
  Limiter limiter_;
  OutputWatch watch_;
  DelayLine delay_;
  Pipeline pipeline_{{&volume_, &equaliser_, &own_, &limiter_, &watch_, &delay_}};
};

}  // namespace loa::audio
