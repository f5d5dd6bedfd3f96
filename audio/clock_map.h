// Which frame the device presents when: a line fitted through what the device said lately.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/time.h"

namespace loa::audio {

// Observations are noisy (a USB card knows its place to a millisecond) and the device's clock is
// off by some ppm. A line over the last 6 s gives both: ridge regression (Hoerl and Kennard 1970),
// that is least squares drawn towards the nominal rate by as much as the observations scatter, for
// of crystals it is known that they are rarely off by more than 100 ppm. Until 2 s are seen the
// nominal rate is taken. Not thread-safe; does no I/O.
class ClockMap {
 public:
  // Forgets everything: the device was started anew.
  void reset();

  // The device was presenting `frame` at `at`. False if the device has jumped: observations of half
  // a second, three at least, lie more than 20 ms off the line, and within 5 ms of each other. The
  // map then begins anew from the last. Others that lie so far off are a sound server's: they come
  // by ones and twos, and are left out.
  bool observe(base::Steady at, std::int64_t frame);

  bool known() const { return count_ > 0; }
  // Both need known().
  base::Steady time_of(std::int64_t frame) const;
  std::int64_t frame_at(base::Steady time) const;  // rounded to the nearest
  // How much faster than nominal the device runs, parts per million.
  double ppm() const { return slope_ * 1e6; }

 private:
  struct Point {
    double seconds = 0;  // since origin_time_
    double excess = 0;   // frames beyond the nominal rate's
  };
  Point relative(base::Steady at, std::int64_t frame) const;
  void begin_at(base::Steady at, std::int64_t frame);
  void add(Point point);
  void fit();
  double frames_after(double seconds) const;
  bool off(Point point) const;
  bool jumped(Point point);

  static constexpr std::size_t kWindow = 64;
  std::array<Point, kWindow> points_{};
  std::size_t count_ = 0;
  std::size_t next_ = 0;
  double last_seconds_ = 0;
  Point astray_{};  // the first of those that lie off the line and agree
  int astray_count_ = 0;
  base::Steady origin_time_{};
  std::int64_t origin_frame_ = 0;
  double level_ = 0;  // excess frames of the line at seconds = centre_
  double centre_ = 0;
  double slope_ = 0;  // excess frames per nominal frame
};

}  // namespace loa::audio
