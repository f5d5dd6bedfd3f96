#include "audio/fed_material.h"

#include <algorithm>
#include <exception>
#include <utility>

namespace loa::audio {
namespace {

// For a wireless network in the house, which stops for some tenths of a second.
constexpr Reserve kHouseReserve{0.3, 0.4, 2, 1e-3};

}  // namespace

FedMaterial::FedMaterial(std::shared_ptr<LiveFeed> feed, const std::filesystem::path& decoder)
    : feed_(std::move(feed)), buffer_(kHouseReserve) {
  if (!feed_->packets.is_open()) return;
  try {
    decoder_ = std::make_unique<DecoderChild>(
        decoder, DecoderRequest{.source = {}, .packets = feed_->packets.get()});
  } catch (const std::exception& error) {
    failure_ = error.what();
  }
  feed_->packets.reset();
}

void FedMaterial::fill(base::Steady) { receive(); }

// Whether nothing comes after what read() gives next.
bool FedMaterial::nothing_more() {
  if (!decoder_) return !failure_.empty() || feed_->over.load(std::memory_order_acquire);
  if (decoder_->state() == DecoderChild::State::failed) failure_ = decoder_->detail();
  return decoder_->state() != DecoderChild::State::running;
}

// What has come into `frames`; how many.
std::size_t FedMaterial::read(std::span<float> frames) {
  if (decoder_) return decoder_->read(frames);
  mono_.resize(frames.size() / kChannels);
  const std::size_t count = feed_->ring.take(mono_);
  for (std::size_t i = 0; i < count; ++i) frames[2 * i] = frames[2 * i + 1] = mono_[i];
  return count;
}

void FedMaterial::receive() {
  // Asked before the ring is emptied: nothing comes after it.
  const bool over = nothing_more();
  for (auto space = buffer_.space(); !space.empty(); space = buffer_.space()) {
    const std::size_t frames = read(space);
    if (frames == 0) break;
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
