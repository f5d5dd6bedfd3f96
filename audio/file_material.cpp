#include "audio/file_material.h"

#include <algorithm>
#include <exception>

namespace loa::audio {
namespace {

constexpr std::int64_t kRing = kRate;             // 1 s
constexpr std::int64_t kRefillBelow = kRate / 2;  // so reads come in bursts of half a second
constexpr std::int64_t kUrgentBelow = kRate / 5;  // wait for the decoder below this
constexpr int kMostReads = 8;
constexpr auto kPatience = std::chrono::seconds{3};

}  // namespace

FileMaterial::FileMaterial(const std::filesystem::path& decoder, const std::string& source,
                           base::Duration offset, std::int64_t first)
    : ring_(kRing, first) {
  try {
    decoder_ = std::make_unique<DecoderChild>(
        decoder, DecoderRequest{source, false, frames_in(offset) + first});
  } catch (const std::exception& error) {
    fail(error.what());
  }
}

int FileMaterial::fd() const {
  const bool before_its_time = position_ == 0 && ring_.size() < kRefillBelow;
  const bool urgent = ring_.size() < kUrgentBelow;
  return decoder_ && (before_its_time || urgent) ? decoder_->fd() : -1;
}

void FileMaterial::fill(base::Steady now) {
  if (!decoder_ || ring_.size() >= kRefillBelow) return;
  for (int reads = 0; reads < kMostReads && !ring_.space().empty(); ++reads) {
    const auto frames = static_cast<std::int64_t>(decoder_->read(ring_.space()));
    if (frames == 0) break;
    ring_.commit(frames);
    decoded_ += static_cast<std::uint64_t>(frames);
    // Late frames are not silence of the decoder: its patience begins anew.
    if (starved_since_) starved_since_ = now;
    ring_.discard_to(position_);
  }
  look_at_decoder(now);
}

void FileMaterial::look_at_decoder(base::Steady now) {
  switch (decoder_->state()) {
    case DecoderChild::State::failed:
      return fail(decoder_->detail());
    case DecoderChild::State::ended:
      end_ = ring_.end();
      decoder_.reset();
      return;
    case DecoderChild::State::running:
      break;
  }
  if (starved_since_ && now - *starved_since_ > kPatience)
    fail("the decoder gave nothing for " + std::to_string(kPatience.count()) + " s");
}

// Before the start there is nothing to wait for; later, what has been decoded still sounds.
void FileMaterial::fail(std::string why) {
  decoder_.reset();
  end_ = position_ > 0 ? std::max(ring_.end(), position_) : 0;
  failure_ = why.empty() ? "the decoder failed" : std::move(why);
}

std::span<const float> FileMaterial::frames(std::int64_t position, std::int64_t most) {
  if (position < ring_.begin() || position >= ring_.end()) return {};
  const auto piece = ring_.at(position);
  return piece.first(std::min(piece.size(), static_cast<std::size_t>(most * kChannels)));
}

void FileMaterial::move_to(std::int64_t position, base::Steady now) {
  position_ = std::max(position_, position);
  const bool behind = decoder_ && position_ > ring_.end();
  ring_.discard_to(position_);
  if (!behind) {
    starved_since_.reset();
  } else if (!starved_since_) {
    starved_since_ = now;
  }
}

}  // namespace loa::audio
