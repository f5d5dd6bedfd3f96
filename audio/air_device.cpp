// The audio thread and its device: carries out what the DeviceKeeper decides.
#include "audio/air_loop.h"
#include "base/clock.h"
#include "base/log.h"

namespace loa::audio {
namespace {

// With a device that runs, but takes nothing.
constexpr base::Duration kStallPatience = std::chrono::seconds{2};

}  // namespace

void AirLoop::drive_device() {
  switch (keeper_.next(now_)) {
    case DeviceAction::none:
      return;
    case DeviceAction::open:
      return open_device();
    case DeviceAction::recover:
      return recover_device();
    case DeviceAction::run:
      return feed_device();
    case DeviceAction::close:
      return close_device();
  }
}

void AirLoop::open_device() {
  keeper_.opening();
  // Told before the call: a driver may keep us waiting in it.
  tell_device();
  tell_status();
  const std::error_code error = output_->open();
  now_ = base::steady_now();
  if (error) return device_stopped(DeviceState::lost, error);
  feed_.restart();
  keeper_.opened(now_);
  feed_device();
}

void AirLoop::recover_device() {
  const std::error_code error = output_->recover();
  now_ = base::steady_now();
  if (error == std::errc::resource_unavailable_try_again)
    return device_stopped(DeviceState::suspended, error);
  if (error) return device_stopped(DeviceState::lost, error);
  feed_.restart();
  keeper_.opened(now_);
  feed_device();
}

void AirLoop::close_device() {
  output_->close();
  feed_.restart();
  keeper_.closed();
}

void AirLoop::feed_device() {
  if (feed_.running() && now_ - progress_ > kStallPatience)
    return device_stopped(DeviceState::lost, std::make_error_code(std::errc::timed_out));
  if (!feed_.step()) device_stopped(feed_.reading().state, feed_.reading().error);
}

void AirLoop::device_stopped(DeviceState state, const std::error_code& why) {
  const std::int64_t heard = feed_.heard(now_);
  for (Playing& playing : playing_) {
    tell_start(playing, heard);
    playing.voice.lost_from(heard);
    if (state == DeviceState::xrun) playing.voice.count_underrun();
  }
  if (state == DeviceState::xrun) ++underruns_;
  feed_.restart();
  if (state == DeviceState::lost) output_->close();
  // Underruns are counted; a weak board may have many.
  if (state != DeviceState::xrun && keeper_.state() != state)
    base::log(base::LogLevel::warning,
              "sound device " + std::string(name_of(state)) + ": " + why.message());
  keeper_.failed(now_, state, why.message());
}

void AirLoop::mix(std::int64_t first, std::span<const std::span<float>> lanes) {
  for (const auto& lane : lanes_) lane->begin(first, duration_of(feed_.reading().delay));
  for (Playing& playing : playing_) {
    Voice& voice = playing.voice;
    const bool over = voice.last_frame().has_value();
    mix(voice, first, lanes);
    if (!voice.begun() || over) continue;
    last_due_ = voice.cue().id;
    for (std::size_t i = 0; i < lanes_.size(); ++i)
      if (contains(voice.cue().clusters, i)) lanes_[i]->watch().due(last_due_);
  }
}

// A voice gives its frames once, whoever hears them.
void AirLoop::mix(Voice& voice, std::int64_t first, std::span<const std::span<float>> lanes) {
  if (lanes.size() == 1) return voice.mix(first, lanes.front(), now_);
  scratch_.assign(lanes.front().size(), 0.0F);
  voice.mix(first, scratch_, now_);
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    if (!contains(voice.cue().clusters, i)) continue;
    for (std::size_t at = 0; at < scratch_.size(); ++at) lanes[i][at] += scratch_[at];
  }
}

}  // namespace loa::audio
