// Turns house frames into a device's frames, whose clock is off by some ppm.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "audio/interpolator.h"
#include "audio/pipeline.h"

namespace loa::audio {

// House frames are mixed one after the other and read at the places that the device's frames have
// among them. While something sounds the place follows its target smoothly: the rate differs from
// the device's by 300 ppm at most, half a cent, which nobody hears. In silence it jumps. All lanes
// are read at the same place. Audio thread only; does not block.
class DriftMatch {
 public:
  // Adds what sounds on house frames from `first` on to the silence in each lane.
  using Mix = std::function<void(std::int64_t first, std::span<const std::span<float>> lanes)>;

  // One pipeline for each lane; all delay alike, and outlive this. A pipeline changes what `mix`
  // made in its lane. By what they delay, mixing runs ahead of reading.
  DriftMatch(const std::vector<FrameProcessor*>& pipelines, Mix mix);

  // The next device frames, as interleaved stereo of one lane after another. The first of them will
  // be presented at house position `target`, and the device runs `ppm` fast.
  void read(double target, double ppm, std::span<float> out);
  // The device was started anew: the next read() begins where it is told.
  void lose_place() { placed_ = false; }

  // Where the device frame after the last one read stands, and how far apart device frames are.
  double position() const { return position_; }
  double step() const { return step_; }

 private:
  struct Lane {
    FrameProcessor* pipeline;
    std::vector<float> window{};  // house frames from begin_ on, as the pipeline made them
  };

  void read_piece(std::int64_t frames, std::span<float> out, std::size_t each);
  bool silent() const;
  void aim(double target, double ppm, std::int64_t frames);
  void begin_at(double target);
  void mix_until(std::int64_t end);
  void forget_before(std::int64_t frame);

  std::vector<Lane> lanes_;
  Mix mix_;
  Interpolator interpolator_;
  std::vector<std::span<float>> fresh_;  // of each window, what is mixed now
  std::int64_t begin_ = 0;
  std::int64_t end_ = 0;
  double position_ = 0;
  double step_ = 1;
  bool placed_ = false;
};

}  // namespace loa::audio
