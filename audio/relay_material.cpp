#include "audio/relay_material.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "audio/alsa_capture.h"
#include "audio/fade.h"
#include "audio/peak.h"

namespace loa::audio {
namespace {

constexpr auto kDry = std::chrono::seconds{2};        // before a stand-in begins
constexpr auto kOpenAhead = std::chrono::seconds{1};  // of a line's start
constexpr std::int64_t kCrossing = kRate / 5;
constexpr std::int64_t kLongestBlock = kRate / 2;
constexpr float kSilentPeak = 0.001F;  // -60 dBFS

std::vector<std::string> addresses_of(const Cue& cue) {
  std::vector<std::string> all{cue.source};
  all.insert(all.end(), cue.other_addresses.begin(), cue.other_addresses.end());
  return all;
}

}  // namespace

RelayMaterial::RelayMaterial(const Cue& cue, std::filesystem::path decoder, base::Steady now)
    : decoder_program_(std::move(decoder)),
      addresses_(addresses_of(cue)),
      stand_ins_(cue.stand_ins),
      line_(capture_device(cue.source).has_value()),
      call_from_(line_ ? cue.start - kOpenAhead : now),
      keeper_(addresses_.size()),
      buffer_(line_ ? kLineReserve : kNetworkReserve) {
  fill(now);
}

int RelayMaterial::fd() const { return source_ ? source_->fd() : -1; }

void RelayMaterial::fill(base::Steady now) {
  if (now < call_from_) return;
  switch (keeper_.next(now)) {
    case RelayAction::connect:
      call(now);
      break;
    case RelayAction::give_up:
      lose(now, silent_ ? "the relay sent nothing but silence for too long"
                        : "the relay sent nothing for too long");
      break;
    case RelayAction::none:
      break;
  }
  if (source_) receive(now);
  tend_stand_in(now);
}

void RelayMaterial::call(base::Steady now) {
  keeper_.connecting(now);
  try {
    source_ = open_stream(addresses_[keeper_.address()], decoder_program_);
  } catch (const std::exception& error) {
    lose(now, error.what());
  }
}

void RelayMaterial::receive(base::Steady now) {
  for (auto space = buffer_.space(); !space.empty(); space = buffer_.space()) {
    const auto frames = static_cast<std::int64_t>(source_->read(space));
    if (frames == 0) break;
    decoded_ += static_cast<std::uint64_t>(frames);
    silent_ = is_silence(space.first(static_cast<std::size_t>(frames) * kChannels));
    if (!silent_) keeper_.sent(now);
    muted_ = muted_ && silent_;
    if (muted_) continue;
    buffer_.commit(frames);
    if (!begun_) buffer_.keep_newest();
  }
  // A buffer that is full is no silence of the relay's.
  if (buffer_.space().empty() && !silent_) keeper_.sent(now);
  if (const auto why = source_->over()) lose(now, *why);
}

// A microphone's owner may be silent; and before its time a relay is.
bool RelayMaterial::is_silence(std::span<const float> frames) const {
  return begun_ && !line_ && peak_of(frames) < kSilentPeak;
}

void RelayMaterial::lose(base::Steady now, const std::string& why) {
  if (std::exchange(silent_, false)) muted_ = true;
  failure_ = addresses_[keeper_.address()] + ": " + why;
  source_.reset();
  buffer_.cut();
  keeper_.failed(now);
}

void RelayMaterial::tend_stand_in(base::Steady now) {
  if (replacing_) {
    replacing_->fill(now);
    const auto end = replacing_->end();
    if (end && replacing_at_ >= *end) replacing_.reset();
    return;
  }
  const bool wanted = dry_since_ && now - *dry_since_ >= kDry;
  if (!wanted || next_stand_in_ >= stand_ins_.size()) return;
  const StandIn& next = stand_ins_[next_stand_in_++];
  replacing_ = std::make_unique<FileMaterial>(decoder_program_, next.source, base::Duration{0}, 0);
  replacing_gain_ = next.gain;
  replacing_at_ = 0;
}

std::span<const float> RelayMaterial::frames(std::int64_t, std::int64_t most) {
  begun_ = asked_ = true;
  block_.resize(static_cast<std::size_t>(std::min(most, kLongestBlock)) * kChannels);
  std::int64_t given = own(block_);
  sounded_ = sounded_ || given > 0;
  if (given > 0 && replacing_) {
    cross_over(std::span(block_).first(static_cast<std::size_t>(given) * kChannels));
  } else if (given == 0 && replacing_) {
    given = stand_in(block_);
    replaced_ += given;
  }
  return std::span(block_).first(static_cast<std::size_t>(given) * kChannels);
}

std::int64_t RelayMaterial::own(std::span<float> out) {
  const std::int64_t given = buffer_.take(out);
  if (given > 0) dry_since_.reset();
  return given;
}

std::int64_t RelayMaterial::stand_in(std::span<float> out) {
  const auto wanted = static_cast<std::int64_t>(out.size()) / kChannels;
  const auto piece = replacing_->frames(replacing_at_, wanted);
  std::ranges::transform(piece, out.begin(), [this](float x) { return x * replacing_gain_; });
  replacing_at_ += static_cast<std::int64_t>(piece.size()) / kChannels;
  decoded_ += piece.size() / kChannels;
  return static_cast<std::int64_t>(piece.size()) / kChannels;
}

// The relay is back: what stood in for it fades out under it.
void RelayMaterial::cross_over(std::span<float> out) {
  std::vector<float> old(std::min(out.size(), static_cast<std::size_t>(kCrossing * kChannels)));
  const std::int64_t there = stand_in(old);
  const FadeOut fade{0, there};
  for (std::int64_t i = 0; i < there; ++i)
    for (int channel = 0; channel < kChannels; ++channel) {
      const auto at = static_cast<std::size_t>(i * kChannels + channel);
      out[at] = out[at] * (1 - fade.at(i)) + old[at] * fade.at(i);
    }
  replacing_.reset();
}

void RelayMaterial::move_to(std::int64_t position, base::Steady now) {
  // Time goes on and nothing was asked for: the device is away.
  const bool goes_on = position > std::exchange(position_, position);
  if (begun_ && goes_on && !std::exchange(asked_, false)) buffer_.keep_newest();
  begun_ = begun_ || position > 0;
  // What a line gave since the last fill is wanted now, not after it.
  if (line_ && source_) receive(now);
  if (!buffer_.ready() && begun_ && !dry_since_) dry_since_ = now;
  if (replacing_) replacing_->move_to(replacing_at_, now);
}

Material::Relayed RelayMaterial::relayed() const {
  const auto ppm = sounded_ ? std::optional(buffer_.ppm()) : std::nullopt;
  return {!dry_since_.has_value(), replaced_, keeper_.failures(), ppm};
}

}  // namespace loa::audio
