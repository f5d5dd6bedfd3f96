// The circular buffer behind each voice.
#include "audio/media_ring.h"

#include <algorithm>

#include "audio/air.h"

namespace loa::audio {

MediaRing::MediaRing(std::int64_t capacity, std::int64_t first)
    : samples_(static_cast<std::size_t>(capacity * kChannels)),
      capacity_(capacity),
      begin_(first),
      end_(first),
      base_(first) {}

std::span<float> MediaRing::space() {
  const std::size_t place = place_of(end_);
  const auto free = static_cast<std::size_t>((capacity_ - size()) * kChannels);
  return std::span(samples_).subspan(place, std::min(free, samples_.size() - place));
}

std::span<const float> MediaRing::at(std::int64_t frame) const {
  const std::size_t place = place_of(frame);
  const auto left = static_cast<std::size_t>((end_ - frame) * kChannels);
  return std::span(samples_).subspan(place, std::min(left, samples_.size() - place));
}

void MediaRing::discard_to(std::int64_t frame) {
  begin_ = std::clamp(frame, begin_, end_);
  if (begin_ == end_) base_ = begin_;
}

void MediaRing::renumber(std::int64_t first) {
  const std::int64_t shift = first - begin_;
  begin_ += shift;
  end_ += shift;
  base_ += shift;
}

std::size_t MediaRing::place_of(std::int64_t frame) const {
  return static_cast<std::size_t>((frame - base_) % capacity_ * kChannels);
}

}  // namespace loa::audio
