#include "audio/stream_buffer.h"

#include <algorithm>
#include <cmath>

#include "audio/air.h"
#include "audio/fade.h"

namespace loa::audio {
namespace {

constexpr std::int64_t kGulp = kRate / 2;
constexpr std::int64_t kFade = kRate / 100;
// Frames beside begin_ that interpolation looks at.
constexpr std::int64_t kBehind = Interpolator::kBefore + 2;
constexpr std::int64_t kAhead = Interpolator::kAfter + 3;

double seconds_of(std::int64_t frames) { return static_cast<double>(frames) / kRate; }
std::int64_t frames_of(double seconds) { return std::llround(seconds * kRate); }

}  // namespace

StreamBuffer::StreamBuffer(const Reserve& reserve)
    : start_(frames_of(reserve.start)),
      most_(frames_of(reserve.most)),
      loop_(reserve.target, reserve.pull) {}

std::span<float> StreamBuffer::space() {
  const std::int64_t room = std::min(most_ - frames(), kGulp);
  if (room <= 0) return {};
  forget();
  const auto used = static_cast<std::size_t>(end_) * kChannels;
  samples_.resize(used + static_cast<std::size_t>(room) * kChannels);
  return std::span(samples_).subspan(used);
}

void StreamBuffer::commit(std::int64_t frames) {
  for (std::int64_t i = 0; i < frames && fade_in_ > 0; ++i, --fade_in_) {
    const float gain = FadeIn{0, kFade}.at(kFade - fade_in_);
    for (int channel = 0; channel < kChannels; ++channel)
      samples_[static_cast<std::size_t>((end_ + i) * kChannels + channel)] *= gain;
  }
  end_ += frames;
  if (frames > 0) cut_ = false;
}

void StreamBuffer::keep_newest() {
  if (frames() <= start_) return;
  begin_ = end_ - start_;
  flowing_ = false;
}

void StreamBuffer::cut() {
  const std::int64_t faded = std::min(kFade, frames());
  const FadeOut fade{end_ - faded, end_};
  for (std::int64_t i = end_ - faded; i < end_; ++i)
    for (int channel = 0; channel < kChannels; ++channel)
      samples_[static_cast<std::size_t>(i * kChannels + channel)] *= fade.at(i);
  cut_ = true;
  fade_in_ = kFade;
}

bool StreamBuffer::ready() const {
  if (flowing_) return readable(1) > 0;
  return frames() >= start_ || (cut_ && frames() > kBehind + kAhead);
}

std::int64_t StreamBuffer::take(std::span<float> out) {
  if (!ready()) {
    flowing_ = false;
    return 0;
  }
  const bool begins = !flowing_;
  if (begins) begin();
  const double step = 1 + loop_.rate();
  const auto wanted = static_cast<std::int64_t>(out.size()) / kChannels;
  const std::int64_t given = std::clamp<std::int64_t>(readable(step), 0, wanted);
  const std::span<const float> in =
      std::span(samples_).first(static_cast<std::size_t>(end_) * kChannels);
  interpolator_.read(in, static_cast<double>(begin_) + fraction_, step,
                     out.first(static_cast<std::size_t>(given) * kChannels));
  move_on(static_cast<double>(given) * step);
  flowing_ = given == wanted;
  if (begins) loop_.begin(seconds_of(frames()));
  loop_.step(seconds_of(frames()), seconds_of(given));
  return given;
}

void StreamBuffer::move_on(double frames) {
  const double moved = fraction_ + frames;
  begin_ += static_cast<std::int64_t>(moved);
  fraction_ = moved - static_cast<double>(static_cast<std::int64_t>(moved));
}

// The first frames serve the interpolation only.
void StreamBuffer::begin() {
  flowing_ = true;
  begin_ = std::max(begin_, kBehind);
  fraction_ = 0;
}

std::int64_t StreamBuffer::readable(double step) const {
  const auto there = static_cast<double>(frames() - kAhead) - fraction_;
  return there <= 0 ? 0 : static_cast<std::int64_t>(there / step);
}

// What has sounded is taken away in pieces of a second or more, so that little is moved.
void StreamBuffer::forget() {
  const std::int64_t past = begin_ - kBehind;
  if (past < kRate) return;
  samples_.erase(samples_.begin(),
                 samples_.begin() + static_cast<std::ptrdiff_t>(past * kChannels));
  begin_ -= past;
  end_ -= past;
}

}  // namespace loa::audio
