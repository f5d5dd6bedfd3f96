// Follows a sender's clock by the level of what it has sent and nobody has used yet.
#pragma once

namespace loa::audio {

// A critically damped PI loop on the level, averaged over 20 s, for networks stop and go. A second
// too much makes `pull`, and no error more than 500 ppm. Does no I/O.
class LevelLoop {
 public:
  // `target`: seconds that the buffer shall hold. `pull`: 1/s; at 1e-3 it settles within the hour.
  LevelLoop(double target, double pull) : target_(target), pull_(pull) {}
  // The buffer begins to be used at this level.
  void begin(double level) { level_ = level; }
  // It held `level` seconds after `elapsed` more seconds of it were used.
  void step(double level, double elapsed);
  // By how much faster than nominal it is to be used: 1e-6 is one ppm.
  double rate() const { return rate_; }

 private:
  double target_;
  double pull_;
  double level_ = 0;  // averaged
  double trend_ = 0;  // the integral: the sender's own error, once it has settled
  double rate_ = 0;
};

}  // namespace loa::audio
