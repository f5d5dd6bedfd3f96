#include "audio/fed_material.h"

#include <algorithm>
#include <utility>

namespace loa::audio {
namespace {

// For a wireless network in the house, which stops for some tenths of a second.
constexpr Reserve kHouseReserve{0.3, 0.4, 2, 1e-3};

}  // namespace

FedMaterial::FedMaterial(std::shared_ptr<LiveFeed> feed)
    : feed_(std::move(feed)), buffer_(kHouseReserve) {}

void FedMaterial::fill(base::Steady) { receive(); }

void FedMaterial::receive() {
  // Asked before the ring is emptied: nothing comes after it.
  const bool over = feed_->over.load(std::memory_order_acquire);
  for (auto space = buffer_.space(); !space.empty(); space = buffer_.space()) {
    mono_.resize(space.size() / kChannels);
    const std::size_t frames = feed_->ring.take(mono_);
    if (frames == 0) break;
    for (std::size_t i = 0; i < frames; ++i) space[2 * i] = space[2 * i + 1] = mono_[i];
    buffer_.commit(static_cast<std::int64_t>(frames));
    decoded_ += frames;
    if (!begun_) buffer_.keep_newest();
  }
  if (over && !std::exchange(cut_, true)) buffer_.cut();
  if (cut_ && !buffer_.ready() && !end_) end_ = reached_;
}

std::span<const float> FedMaterial::frames(std::int64_t position, std::int64_t most) {
  begun_ = true;
  block_.resize(static_cast<std::size_t>(std::min<std::int64_t>(most, kRate / 2)) * kChannels);
  const std::int64_t given = buffer_.take(block_);
  reached_ = position + given;
  return std::span(block_).first(static_cast<std::size_t>(given) * kChannels);
}

void FedMaterial::move_to(std::int64_t position, base::Steady) {
  // Its time has come, and the device is away: only what comes then will sound.
  if (position > reached_ && begun_) reached_ = position;
  receive();
}

}  // namespace loa::audio
