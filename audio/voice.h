// One cue while it lives: a decoder child, a ring of its frames, its place on the device's frames,
// and what became of each frame.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "audio/air.h"
#include "audio/decoder_child.h"
#include "audio/fade.h"
#include "audio/media_ring.h"
#include "audio/sounded.h"

namespace loa::audio {

// Media frames count from the cue's first; device frames are those of the output. Media frame m
// belongs on the device frame presented at start + m / 48000 s: frames that come late are left out,
// so that the rest sounds in place. A relay has no place: what it sends next is what sounds next.
// Used by the audio thread only; nothing blocks.
class Voice {
 public:
  // Starts the decoder. A decoder that cannot be started is a failure of the media.
  Voice(const Cue& cue, const std::filesystem::path& decoder, base::Steady now);

  const Cue& cue() const { return cue_; }

  // Takes what the decoder has ready, about 4 s of sound at most. Gives up on a decoder that has
  // been silent for too long while it was needed.
  void fill(base::Steady now);
  // To poll for reading, where frames are needed soon; -1 otherwise.
  int fd() const;

  // The cue's start is presented on device frame `origin`: at first, and again after the device was
  // started anew.
  void place(std::int64_t origin) { origin_ = origin; }
  // Some of it has been mixed or passed.
  bool begun() const { return position_ > 0; }

  // Adds what sounds on device frames [first, first + out.size() / 2) to `out`. Needs place().
  void mix(std::int64_t first, std::span<float> out, base::Steady now);
  // Nothing sounds: the frames whose time has passed by `now` are lost.
  void pass(base::Steady now);

  // The device has presented all frames before `frame`.
  void presented(std::int64_t frame) { sounded_.heard(frame); }
  // The device has stopped, and will never present what it was given from `frame` on. Mixing needs
  // a new place().
  void lost_from(std::int64_t frame);
  void count_underrun();

  // From the next frame to be mixed on. A second stop can only make it end sooner.
  void stop(base::Duration fade, base::Steady now);

  // The device frame of the first frame that sounds, once it is mixed and while it is not lost.
  std::optional<std::int64_t> first_sounding() const { return sounded_.first(); }
  // The first device frame after the last that was mixed: known once all has been mixed or passed.
  std::optional<std::int64_t> last_device_frame() const;
  // When it ends if no device plays it.
  base::Steady end_time() const;
  // All is mixed or passed, and all that was mixed is presented or lost.
  bool finished() const;
  // What to tell of it. Ends as stopped unless finished().
  CueEnded result() const;

 private:
  static constexpr std::int64_t kEndFade = kRate / 50;
  static constexpr std::int64_t kRelayCollects = kRate / 4;

  void start_decoder(const std::filesystem::path& decoder, std::int64_t first);
  void look_at_decoder(base::Steady now);
  void fail(std::string why);
  void accept(std::int64_t frames, base::Steady now);
  std::int64_t end() const;
  std::int64_t due() const;
  std::int64_t ready_until(std::int64_t from) const;
  bool decoding() const;
  void sound(std::int64_t from, std::int64_t to, std::span<float> out, std::int64_t device_frame);
  void add_frames(std::int64_t from, std::span<const float> in, std::span<float> out);
  void move_to(std::int64_t position, base::Steady now);
  float gain_at(std::int64_t frame) const;

  Cue cue_;
  std::int64_t length_;
  std::unique_ptr<DecoderChild> decoder_;
  MediaRing ring_;
  std::int64_t position_ = 0;  // media frames before it are mixed or left out
  std::optional<std::int64_t> origin_;
  std::optional<std::int64_t> media_end_;  // once the decoder has ended
  std::optional<std::int64_t> stop_at_;
  std::optional<std::int64_t> fail_at_;
  std::vector<FadeOut> fades_;
  FadeIn join_;
  std::int64_t joined_ = 0;  // the media frame that would follow the last sounded one without a gap
  bool filling_ = false;     // a relay collects a little before it goes on
  std::optional<base::Steady> starved_since_;
  std::string failure_;
  Sounded sounded_;
  bool device_was_away_ = false;
  std::uint64_t underruns_ = 0;
  float peak_ = 0;
  std::uint64_t decoded_ = 0;
};

}  // namespace loa::audio
