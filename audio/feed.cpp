// The feed's rhythm: look, map, fill.
#include "audio/feed.h"

#include <algorithm>

#include "base/clock.h"

namespace loa::audio {
namespace {

constexpr std::int64_t kLead =
    kRate / 25;  // silence that starts the device, before its clock is known
constexpr std::int64_t kBlock = kRate / 5;
constexpr std::int64_t kSlack = kRate / 500;  // the map may call a little early

}  // namespace

Feed::Outcome Feed::step() {
  if (!running()) return start();
  reading_ = output_.read();
  if (reading_.state != DeviceState::running) return Outcome::failed;
  presented_ = std::max(presented_, written_ - reading_.delay);
  if (!clock_.observe(reading_.at, written_ - reading_.delay)) return Outcome::placed;
  const std::int64_t capacity = output_.buffer_frames();
  if (reading_.delay > low_water() + kSlack) return Outcome::fed;
  for (std::int64_t left = std::min(reading_.room, capacity); left > 0;) {
    const std::int64_t frames = std::min(left, kBlock);
    if (write(frames, false)) return look_again();
    left -= frames;
  }
  return Outcome::fed;
}

Feed::Outcome Feed::start() {
  const std::int64_t first = written_;
  pipeline_.reset();  // what it holds was due before the device stopped
  if (write(std::min(kLead, output_.buffer_frames()), true)) return look_again();
  reading_ = output_.read();
  if (reading_.state != DeviceState::running) return Outcome::failed;
  presented_ = std::max(first, written_ - reading_.delay);
  clock_.observe(reading_.at, written_ - reading_.delay);
  return Outcome::placed;
}

// A write failed: the state says why. A device that claims to run took only a part.
Feed::Outcome Feed::look_again() {
  reading_ = output_.read();
  if (reading_.state == DeviceState::running) {
    reading_.state = DeviceState::xrun;
    reading_.error = std::make_error_code(std::errc::io_error);
  }
  return Outcome::failed;
}

std::error_code Feed::write(std::int64_t frames, bool silent) {
  block_.assign(static_cast<std::size_t>(frames * kChannels), 0.0F);
  if (!silent) mix_(written_ + pipeline_.delay_frames(), block_);
  pipeline_.process(block_);
  const std::error_code error = output_.write(block_);
  written_ += frames;
  return error;
}

std::int64_t Feed::presented(base::Steady now) const {
  if (!running()) return presented_;
  return std::clamp(clock_.frame_at(now), presented_, written_);
}

// As few wake-ups as a card allows that knows its place to a quarter of its buffer only.
std::int64_t Feed::low_water() const { return output_.buffer_frames() * 2 / 5; }

base::Steady Feed::wakeup() const { return clock_.time_of(written_ - low_water()); }

}  // namespace loa::audio
