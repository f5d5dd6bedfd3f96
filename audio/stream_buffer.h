// What a relay has sent and has not sounded yet: a reserve against a network that stops and goes,
// read at the pace of the sender's clock.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "audio/interpolator.h"
#include "audio/level_loop.h"

namespace loa::audio {

// How much of a stream is held back, in seconds.
struct Reserve {
  double target = 0;  // what the sender's clock is followed by: there after each take()
  double start = 0;   // there before it begins to sound
  double most = 0;
  double pull = 0;  // LevelLoop's
};

// For a network that stops for two seconds.
inline constexpr Reserve kNetworkReserve{2.5, 2.5, 5, 1e-3};
// For a capture device, which is as steady as the output: what comes between two takes, and a tenth
// of a second. Whoever speaks into it hears himself so much later.
inline constexpr Reserve kLineReserve{0.1, 0.3, 3, 1e-2};

// It gives nothing until it is filled, and after it has run dry until it is filled again. The
// sender's clock is followed (LevelLoop). Not thread-safe; does no I/O.
class StreamBuffer {
 public:
  explicit StreamBuffer(const Reserve& reserve);

  // Where frames may be put, half a second at most; empty if it is full. commit() says how many.
  std::span<float> space();
  void commit(std::int64_t frames);
  // While it does not sound: gives up all but the newest that it begins with.
  void keep_newest();
  // The relay has gone: what is here may sound to its end, fading out. What is committed next is
  // another connection's, and fades in.
  void cut();

  // Moves up to out.size() / 2 frames into `out`; fewer if it runs dry. Frames of `out` are the
  // station's; the sender's are `1 + ppm()` as many.
  std::int64_t take(std::span<float> out);
  // take() would give something.
  bool ready() const;
  std::int64_t frames() const { return end_ - begin_; }
  // How much faster than ours the sender's clock is taken to run, parts per million.
  double ppm() const { return loop_.rate() * 1e6; }

 private:
  void begin();
  void move_on(double frames);
  std::int64_t readable(double step) const;
  void forget();

  std::int64_t start_;
  std::int64_t most_;
  Interpolator interpolator_;
  std::vector<float> samples_;
  std::int64_t begin_ = 0;  // frames of samples_ that are not yet used lie in [begin_, end_)
  std::int64_t end_ = 0;
  double fraction_ = 0;  // of a frame beyond begin_
  bool flowing_ = false;
  bool cut_ = false;          // nothing more comes from the connection that filled it
  std::int64_t fade_in_ = 0;  // frames that are still to be committed faded
  LevelLoop loop_;
};

}  // namespace loa::audio
