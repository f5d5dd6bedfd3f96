// A voice's frames: which of them sound where, and the count of what became of them.
#include "audio/voice.h"

#include <algorithm>
#include <cmath>

#include "audio/house_clock.h"
#include "audio/vectors.h"

namespace loa::audio {
namespace {

constexpr std::int64_t kJoinFade = kRate / 200;

// The greatest sample of what is added.
LOA_WIDE float add_scaled(std::span<const float> in, float gain, std::span<float> out) {
  constexpr std::size_t kLanes = 4;
  FourFloats peaks{};
  std::size_t at = 0;
  for (; at + kLanes <= in.size(); at += kLanes) {
    const FourFloats samples = load_four(in.data() + at) * gain;
    store_four(load_four(out.data() + at) + samples, out.data() + at);
    peaks = greater(magnitude(samples), peaks);
  }
  float peak = greatest(peaks);
  for (; at < in.size(); ++at) {
    out[at] += in[at] * gain;
    peak = std::max(peak, std::abs(in[at] * gain));
  }
  return peak;
}

}  // namespace

Voice::Voice(const Cue& cue, const std::filesystem::path& decoder, base::Steady now)
    : cue_(cue),
      origin_(house_frame_at(cue.start)),
      length_(frames_in(cue.length)),
      material_(make_material(cue, decoder, now)) {
  fades_.push_back({std::max(length_ - frames_in(cue.end_fade), std::int64_t{0}), length_});
}

void Voice::fill(base::Steady now) {
  material_->fill(now);
  if (media_end_ || !material_->end()) return;
  media_end_ = material_->end();
  if (cut_short()) fades_.push_back({std::max(*media_end_ - kEndFade, position_), *media_end_});
}

// It failed before it was over.
bool Voice::cut_short() const { return media_end_ && *media_end_ < length_ && !failure().empty(); }

// What was cut short was due in full.
std::int64_t Voice::due() const {
  return cut_short() ? length_ : std::min(length_, media_end_.value_or(length_));
}

std::int64_t Voice::end() const {
  return std::min({length_, media_end_.value_or(length_), stop_at_.value_or(length_)});
}

float Voice::gain_at(std::int64_t frame) const {
  float gain = cue_.gain * level_.at(frame) * join_.at(frame);
  for (const FadeOut& fade : fades_) gain *= fade.at(frame);
  return gain;
}

void Voice::mix(std::int64_t first, std::span<float> out, base::Steady now) {
  const auto frames = static_cast<std::int64_t>(out.size()) / kChannels;
  const std::int64_t begin = std::max(first - origin_, position_);
  const std::int64_t until = std::min(first - origin_ + frames, end());
  if (begin >= until) return;
  move_to(begin, now);
  const auto skip = static_cast<std::size_t>((origin_ + begin - first) * kChannels);
  const std::int64_t sounded = sound(begin, until, out.subspan(skip));
  if (sounded > begin) sounded_.give(origin_ + begin, sounded - begin);
  move_to(until, now);
}

// As far as there are frames: the media frame before which all has been added.
std::int64_t Voice::sound(std::int64_t from, std::int64_t to, std::span<float> out) {
  const bool joins = from != joined_ || (from == 0 && cue_.offset.count() > 0);
  std::int64_t at = from;
  while (at < to) {
    const auto piece = material_->frames(at, to - at);
    if (piece.empty()) break;
    if (at == from && joins) join_ = {from, kJoinFade};
    add_frames(at, piece, out);
    out = out.subspan(piece.size());
    at += static_cast<std::int64_t>(piece.size()) / kChannels;
    joined_ = at;
  }
  return at;
}

void Voice::add_frames(std::int64_t from, std::span<const float> in, std::span<float> out) {
  const auto frames = static_cast<std::int64_t>(in.size()) / kChannels;
  const bool steady =
      std::ranges::all_of(fades_, [&](auto& fade) { return from + frames <= fade.from; }) &&
      from >= join_.from + join_.length && level_.rests(from, frames);
  if (steady) {
    peak_ = std::max(peak_, add_scaled(in, cue_.gain * level_.at(from), out));
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
  material_->move_to(position_, now);
}

void Voice::pass(base::Steady now) {
  const std::int64_t position = std::min(frames_in(now - cue_.start), end());
  if (position <= position_) return;
  device_was_away_ = true;
  move_to(position, now);
}

void Voice::lost_from(std::int64_t frame) {
  if (sounded_.lost_from(frame)) device_was_away_ = true;
}

void Voice::count_underrun() {
  if (position_ > 0 && position_ < end()) ++underruns_;
}

void Voice::stop(base::Duration fade, base::Steady now) {
  if (position_ >= end()) return;
  const bool sounding = position_ > 0 && joined_ == position_;
  stop_at_ = std::min(end(), position_ + (sounding ? frames_in(fade) : 0));
  fades_.push_back({position_, *stop_at_});
  move_to(position_, now);
}

// What is mixed already stays as it is.
void Voice::lower(const Lowering& lowering) {
  const std::int64_t from = house_frame_at(lowering.from) - origin_;
  level_.move(
      {begun() ? std::max(from, position_) : from, frames_in(lowering.length), lowering.gain},
      position_);
}

std::optional<std::int64_t> Voice::last_frame() const {
  if (position_ < end() || !sounded_.waiting()) return std::nullopt;
  return sounded_.end();
}

base::Steady Voice::end_time() const { return cue_.start + duration_of(end()); }

bool Voice::finished() const { return position_ >= end() && !sounded_.waiting(); }

std::optional<bool> Voice::relay_sounds() const {
  if (!cue_.relay || position_ == 0) return std::nullopt;
  return material_->relayed().sounds;
}

CueEnded Voice::result() const {
  CueEnded ended;
  ended.id = cue_.id;
  // What is said elsewhere is due from its first word on.
  const bool speaks = cue_.feed && sounded_.first();
  const std::int64_t before = speaks ? *sounded_.first() - origin_ : 0;
  ended.frames_due = static_cast<std::uint64_t>(due() - before);
  const std::int64_t played = sounded_.played();
  ended.frames_played = static_cast<std::uint64_t>(played);
  ended.frames_dropped = static_cast<std::uint64_t>(std::min(position_, due()) - before - played);
  ended.underruns = underruns_;
  ended.peak = played > 0 ? peak_ : 0.0F;
  const auto relayed = material_->relayed();
  ended.frames_replaced = static_cast<std::uint64_t>(std::min(relayed.replaced, played));
  ended.calls_failed = relayed.failures;
  ended.sender_ppm = relayed.ppm;
  // A relay that broke off and came back has not failed.
  const bool never_came = cue_.relay && played == 0 && !failure().empty();
  if (cue_.relay || cut_short()) ended.detail = failure();
  ended.proof.decoded = material_->decoded();
  if (stop_at_ || !finished()) {
    ended.end = CueEnd::stopped;
  } else if (cut_short() || never_came) {
    ended.end = CueEnd::media_failed;
  } else if (played == 0 && device_was_away_) {
    ended.end = CueEnd::device_failed;
    ended.detail = "the sound device was away for the whole of it";
  }
  return ended;
}

}  // namespace loa::audio
