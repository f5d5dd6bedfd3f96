// A voice's decoder: when to read from it, and when to give it up.
#include <algorithm>
#include <exception>

#include "audio/voice.h"

namespace loa::audio {
namespace {

constexpr std::int64_t kRing = kRate;             // 1 s
constexpr std::int64_t kRefillBelow = kRate / 2;  // so reads come in bursts of half a second
constexpr std::int64_t kUrgentBelow = kRate / 5;  // wait for the decoder below this
constexpr int kMostReads = 8;
constexpr auto kPatience = std::chrono::seconds{3};       // with a file's decoder
constexpr auto kRelayPatience = std::chrono::seconds{5};  // with a mobile network
constexpr auto kSeekBeyond = std::chrono::seconds{2};     // late by more: decode from there

std::int64_t first_to_decode(const Cue& cue, base::Steady now) {
  const bool late = !cue.relay && now - cue.start > kSeekBeyond;
  return late ? frames_in(now - cue.start) : 0;
}

}  // namespace

Voice::Voice(const Cue& cue, const std::filesystem::path& decoder, base::Steady now)
    : cue_(cue), length_(frames_in(cue.length)), ring_(kRing, first_to_decode(cue, now)) {
  fades_.push_back({std::max(length_ - kEndFade, std::int64_t{0}), length_});
  start_decoder(decoder, frames_in(cue.offset) + ring_.begin());
}

void Voice::start_decoder(const std::filesystem::path& decoder, std::int64_t first) {
  try {
    decoder_ = std::make_unique<DecoderChild>(
        decoder, DecoderRequest{cue_.source, cue_.relay, cue_.relay ? 0 : first});
  } catch (const std::exception& error) {
    fail(error.what());
  }
}

bool Voice::decoding() const { return decoder_ != nullptr; }

int Voice::fd() const {
  const bool before_its_time = position_ == 0 && ring_.size() < kRefillBelow;
  const bool urgent = ring_.size() < kUrgentBelow;
  return decoding() && (before_its_time || urgent) ? decoder_->fd() : -1;
}

void Voice::fill(base::Steady now) {
  if (!decoding() || ring_.size() >= kRefillBelow) return;
  for (int reads = 0; reads < kMostReads && !ring_.space().empty(); ++reads) {
    const auto frames = static_cast<std::int64_t>(decoder_->read(ring_.space()));
    if (frames == 0) break;
    accept(frames, now);
  }
  look_at_decoder(now);
}

void Voice::accept(std::int64_t frames, base::Steady now) {
  if (cue_.relay && ring_.end() < position_) ring_.renumber(position_);
  ring_.commit(frames);
  decoded_ += static_cast<std::uint64_t>(frames);
  if (ring_.size() >= kRelayCollects) filling_ = false;
  // Late frames are not silence of the decoder: its patience begins anew.
  if (starved_since_) starved_since_ = now;
  ring_.discard_to(position_);
}

void Voice::look_at_decoder(base::Steady now) {
  const auto state = decoder_->state();
  if (state == DecoderChild::State::failed) return fail(decoder_->detail());
  if (state == DecoderChild::State::ended) {
    media_end_ = ring_.end();
    filling_ = false;
    decoder_.reset();
    return;
  }
  const auto patience = cue_.relay ? kRelayPatience : kPatience;
  if (starved_since_ && now - *starved_since_ > patience)
    fail("the decoder gave nothing for " + std::to_string(patience.count()) + " s");
}

// What has been decoded still sounds, and fades out; before the start there is nothing to wait for.
void Voice::fail(std::string why) {
  decoder_.reset();
  filling_ = false;
  const std::int64_t last = position_ > 0 ? std::max(ring_.end(), position_) : 0;
  if (last >= length_) return;
  failure_ = why.empty() ? "the decoder failed" : std::move(why);
  fail_at_ = last;
  fades_.push_back({std::max(last - kEndFade, position_), last});
}

}  // namespace loa::audio
