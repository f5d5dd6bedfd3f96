// One cue while it lives: its material, its place on the house frames, and what became of each
// frame.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "audio/air.h"
#include "audio/fade.h"
#include "audio/level_curve.h"
#include "audio/material.h"
#include "audio/sounded.h"

namespace loa::audio {

// Media frames count from the cue's first. Media frame m belongs on the house frame at start + m /
// 48000 s (house_clock.h): frames that come late are left out, so that the rest sounds in place. A
// relay has no place: what it sends next is what sounds next.
// Used by the audio thread only; nothing blocks.
class Voice {
 public:
  // Starts the decoder.
  Voice(const Cue& cue, const std::filesystem::path& decoder, base::Steady now);

  const Cue& cue() const { return cue_; }

  // Takes what the material has ready.
  void fill(base::Steady now);
  // To poll for reading, where frames are needed soon; -1 otherwise.
  int fd() const { return material_->fd(); }

  // Some of it has been mixed or passed.
  bool begun() const { return position_ > 0; }

  // Adds what sounds on house frames [first, first + out.size() / 2) to `out`.
  void mix(std::int64_t first, std::span<float> out, base::Steady now);
  // Nothing sounds: the frames whose time has passed by `now` are lost.
  void pass(base::Steady now);

  // The device has presented all house frames before `frame`.
  void presented(std::int64_t frame) { sounded_.heard(frame); }
  // The device has stopped, and will never present what it was given from `frame` on.
  void lost_from(std::int64_t frame);
  void count_underrun();

  // From the next frame to be mixed on. A second stop can only make it end sooner.
  void stop(base::Duration fade, base::Steady now);

  void lower(const Lowering& lowering);

  // The house frame of the first frame that sounds, once it is mixed and while it is not lost.
  std::optional<std::int64_t> first_sounding() const { return sounded_.first(); }
  // The first house frame after the last that was mixed: known once all has been mixed or passed.
  std::optional<std::int64_t> last_frame() const;
  // When it ends if no device plays it.
  base::Steady end_time() const;
  // All is mixed or passed, and all that was mixed is presented or lost.
  bool finished() const;
  // What to tell of it. Ends as stopped unless finished().
  CueEnded result() const;

  // Of a relay that is on the air: whether its own sound is there.
  std::optional<bool> relay_sounds() const;
  // Of what is relayed: how much faster its sender's clock runs, parts per million.
  std::optional<double> sender_ppm() const { return material_->relayed().ppm; }
  const std::string& failure() const { return material_->failure(); }

 private:
  static constexpr std::int64_t kEndFade = kRate / 50;

  std::int64_t end() const;
  std::int64_t due() const;
  bool cut_short() const;
  std::int64_t sound(std::int64_t from, std::int64_t to, std::span<float> out);
  void add_frames(std::int64_t from, std::span<const float> in, std::span<float> out);
  void move_to(std::int64_t position, base::Steady now);
  float gain_at(std::int64_t frame) const;

  Cue cue_;
  std::int64_t origin_;  // the house frame of media frame 0
  std::int64_t length_;
  std::unique_ptr<Material> material_;
  std::int64_t position_ = 0;              // media frames before it are mixed or left out
  std::optional<std::int64_t> media_end_;  // of itself, or where it failed
  std::optional<std::int64_t> stop_at_;
  std::vector<FadeOut> fades_;
  FadeIn join_;
  LevelCurve level_;
  std::int64_t joined_ = 0;  // the media frame that would follow the last sounded one without a gap
  Sounded sounded_;
  bool device_was_away_ = false;
  std::uint64_t underruns_ = 0;
  float peak_ = 0;
};

}  // namespace loa::audio
