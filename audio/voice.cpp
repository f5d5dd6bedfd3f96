// A voice's frames: which of them sound where, and the count of what became of them.
#include "audio/voice.h"

#include <algorithm>
#include <cmath>

#include "audio/peak.h"

namespace loa::audio {
namespace {

constexpr std::int64_t kJoinFade = kRate / 200;

}  // namespace

std::int64_t Voice::due() const { return std::min(length_, media_end_.value_or(length_)); }

std::int64_t Voice::end() const {
  return std::min({due(), stop_at_.value_or(length_), fail_at_.value_or(length_)});
}

float Voice::gain_at(std::int64_t frame) const {
  float gain = cue_.gain * join_.at(frame);
  for (const FadeOut& fade : fades_) gain *= fade.at(frame);
  return gain;
}

void Voice::mix(std::int64_t first, std::span<float> out, base::Steady now) {
  const auto frames = static_cast<std::int64_t>(out.size()) / kChannels;
  const std::int64_t begin = std::max(first - *origin_, position_);
  const std::int64_t until = std::min(first - *origin_ + frames, end());
  if (begin >= until) return;
  move_to(begin, now);
  const std::int64_t ready = std::clamp(ready_until(begin), begin, until);
  if (ready > begin) {
    const std::int64_t device_frame = *origin_ + begin;
    const auto skip = static_cast<std::size_t>((device_frame - first) * kChannels);
    sound(begin, ready, out.subspan(skip), device_frame);
  }
  move_to(until, now);
}

// Frames in [from, result) can sound.
std::int64_t Voice::ready_until(std::int64_t from) const {
  if (filling_ || from < ring_.begin()) return from;
  return ring_.end();
}

void Voice::sound(std::int64_t from, std::int64_t to, std::span<float> out,
                  std::int64_t device_frame) {
  const bool joins = from != joined_ || (from == 0 && cue_.offset.count() > 0);
  if (joins) join_ = {from, kJoinFade};
  sounded_.give(device_frame, to - from);
  for (std::int64_t at = from; at < to;) {
    auto piece = ring_.at(at);
    piece = piece.first(std::min(piece.size(), static_cast<std::size_t>((to - at) * kChannels)));
    add_frames(at, piece, out);
    out = out.subspan(piece.size());
    at += static_cast<std::int64_t>(piece.size()) / kChannels;
  }
  joined_ = to;
  ring_.discard_to(to);
}

void Voice::add_frames(std::int64_t from, std::span<const float> in, std::span<float> out) {
  const auto frames = static_cast<std::int64_t>(in.size()) / kChannels;
  const bool steady =
      std::ranges::all_of(fades_, [&](auto& fade) { return from + frames <= fade.from; }) &&
      from >= join_.from + join_.length;
  if (steady) {
    for (std::size_t at = 0; at < in.size(); ++at) out[at] += in[at] * cue_.gain;
    peak_ = std::max(peak_, peak_of(in) * cue_.gain);
    return;
  }
  for (std::size_t at = 0; at < in.size(); ++at) {
    const float sample = in[at] * gain_at(from + static_cast<std::int64_t>(at) / kChannels);
    peak_ = std::max(peak_, std::abs(sample));
    out[at] += sample;
  }
}

void Voice::move_to(std::int64_t position, base::Steady now) {
  position_ = std::max(position_, position);
  const bool behind = decoding() && position_ > ring_.end();
  if (cue_.relay && (behind || filling_)) {
    ring_.renumber(position_);
    filling_ = ring_.size() < kRelayCollects;
  } else {
    ring_.discard_to(position_);
  }
  if (!behind && !filling_) {
    starved_since_.reset();
  } else if (!starved_since_) {
    starved_since_ = now;
  }
}

void Voice::pass(base::Steady now) {
  const std::int64_t position = std::min(frames_in(now - cue_.start), end());
  if (position <= position_) return;
  device_was_away_ = true;
  move_to(position, now);
}

void Voice::lost_from(std::int64_t frame) {
  if (sounded_.lost_from(frame)) device_was_away_ = true;
  origin_.reset();
}

void Voice::count_underrun() {
  if (position_ > 0 && position_ < end()) ++underruns_;
}

void Voice::stop(base::Duration fade, base::Steady now) {
  if (position_ >= end()) return;
  const bool sounding = origin_ && position_ > 0 && joined_ == position_;
  stop_at_ = std::min(end(), position_ + (sounding ? frames_in(fade) : 0));
  fades_.push_back({position_, *stop_at_});
  move_to(position_, now);
}

std::optional<std::int64_t> Voice::last_device_frame() const {
  if (position_ < end() || !sounded_.waiting()) return std::nullopt;
  return sounded_.end();
}

base::Steady Voice::end_time() const { return cue_.start + duration_of(end()); }

bool Voice::finished() const { return position_ >= end() && !sounded_.waiting(); }

CueEnded Voice::result() const {
  CueEnded ended;
  ended.id = cue_.id;
  ended.frames_due = static_cast<std::uint64_t>(due());
  const std::int64_t played = sounded_.played();
  ended.frames_played = static_cast<std::uint64_t>(played);
  ended.frames_dropped = static_cast<std::uint64_t>(std::min(position_, due()) - played);
  ended.underruns = underruns_;
  ended.peak = played > 0 ? peak_ : 0.0F;
  ended.proof.decoded = decoded_;
  if (stop_at_ || !finished()) {
    ended.end = CueEnd::stopped;
  } else if (!failure_.empty()) {
    ended.end = CueEnd::media_failed;
    ended.detail = failure_;
  } else if (played == 0 && device_was_away_) {
    ended.end = CueEnd::device_failed;
    ended.detail = "the sound device was away for the whole of it";
  }
  return ended;
}

}  // namespace loa::audio
