// The feed's rhythm: look, map, fill.
#include "audio/feed.h"

#include <algorithm>
#include <cmath>

#include "audio/house_clock.h"

namespace loa::audio {
namespace {

constexpr std::int64_t kLead =
    kRate / 25;  // silence that starts the device, before its clock is known
constexpr std::int64_t kBlock = kRate / 5;
constexpr std::int64_t kSlack = kRate / 500;  // the map may call a little early

}  // namespace

bool Feed::step() {
  if (!running() && !start()) return false;
  reading_ = output_.read();
  if (reading_.state != DeviceState::running) return false;
  observe();
  const std::int64_t capacity = output_.buffer_frames();
  if (reading_.delay > low_water() + kSlack) return true;
  for (std::int64_t left = std::min(reading_.room, capacity); left > 0;) {
    const std::int64_t frames = std::min(left, kBlock);
    if (write(frames)) return look_again();
    left -= frames;
  }
  return true;
}

bool Feed::start() {
  presented_ = written_;
  if (write_silence(std::min(kLead, output_.buffer_frames()))) return look_again();
  return true;
}

void Feed::observe() {
  presented_ = std::max(presented_, written_ - reading_.delay);
  if (!clock_.observe(reading_.at, written_ - reading_.delay)) match_.lose_place();
}

// A write failed: the state says why. A device that claims to run took only a part.
bool Feed::look_again() {
  reading_ = output_.read();
  if (reading_.state == DeviceState::running) {
    reading_.state = DeviceState::xrun;
    reading_.error = std::make_error_code(std::errc::io_error);
  }
  return false;
}

std::error_code Feed::write(std::int64_t frames) {
  lanes_.resize(static_cast<std::size_t>(frames * kChannels) * map_.lanes());
  match_.read(house_position_at(clock_.time_of(written_)), clock_.ppm(), lanes_);
  const std::error_code error = output_.write(map_.lay(lanes_, block_));
  written_ += frames;
  return error;
}

std::error_code Feed::write_silence(std::int64_t frames) {
  block_.assign(static_cast<std::size_t>(frames * map_.channels()), 0.0F);
  const std::error_code error = output_.write(block_);
  written_ += frames;
  return error;
}

void Feed::restart() {
  heard_ = heard(reading_.at);
  clock_.reset();
  match_.lose_place();
}

double Feed::house_position_of(std::int64_t device_frame) const {
  return match_.position() - static_cast<double>(written_ - device_frame) * match_.step();
}

std::int64_t Feed::heard(base::Steady now) const {
  if (!running()) return heard_;
  const std::int64_t presented = std::clamp(clock_.frame_at(now), presented_, written_);
  return std::max(heard_, static_cast<std::int64_t>(house_position_of(presented)));
}

base::Steady Feed::time_of(std::int64_t house_frame) const {
  const double ahead = (match_.position() - static_cast<double>(house_frame)) / match_.step();
  return clock_.time_of(written_ - std::llround(ahead));
}

// As few wake-ups as a card allows that knows its place to a quarter of its buffer only.
std::int64_t Feed::low_water() const { return output_.buffer_frames() * 2 / 5; }

base::Steady Feed::wakeup() const { return clock_.time_of(written_ - low_water()); }

}  // namespace loa::audio
