// A relay's frames (tiếp âm), or a line input's: what it sends next is what sounds next. It is
// called again when it breaks off, at its other addresses too, and while it is silent stand-ins
// sound.
#pragma once

#include <filesystem>
#include <vector>

#include "audio/file_material.h"
#include "audio/material.h"
#include "audio/relay_keeper.h"
#include "audio/stream_buffer.h"
#include "audio/stream_source.h"

namespace loa::audio {

// Never ends of itself: the cue's length ends it.
class RelayMaterial final : public Material {
 public:
  RelayMaterial(const Cue& cue, std::filesystem::path decoder, base::Steady now);

  void fill(base::Steady now) override;
  int fd() const override;
  std::span<const float> frames(std::int64_t position, std::int64_t most) override;
  void move_to(std::int64_t position, base::Steady now) override;
  std::optional<std::int64_t> end() const override { return std::nullopt; }
  const std::string& failure() const override { return failure_; }
  std::uint64_t decoded() const override { return decoded_; }
  Relayed relayed() const override;

 private:
  void call(base::Steady now);
  void receive(base::Steady now);
  bool is_silence(std::span<const float> frames) const;
  void lose(base::Steady now, const std::string& why);
  void tend_stand_in(base::Steady now);
  std::int64_t own(std::span<float> out);
  std::int64_t stand_in(std::span<float> out);
  void cross_over(std::span<float> out);

  std::filesystem::path decoder_program_;
  std::vector<std::string> addresses_;
  std::vector<StandIn> stand_ins_;
  bool line_;               // a capture device: opened for its time only
  base::Steady call_from_;  // not before
  RelayKeeper keeper_;
  std::unique_ptr<StreamSource> source_;
  StreamBuffer buffer_;
  std::vector<float> block_;
  bool begun_ = false;
  bool silent_ = false;                    // what came last
  bool muted_ = false;                     // it was lost so: what comes counts once it sounds
  std::int64_t position_ = 0;              // as was moved to last
  bool asked_ = false;                     // for frames, since then
  bool sounded_ = false;                   // itself, not a stand-in
  std::optional<base::Steady> dry_since_;  // its own sound has been missing

  std::unique_ptr<FileMaterial> replacing_;
  std::int64_t replacing_at_ = 0;  // frames of it that have sounded
  float replacing_gain_ = 1.0F;
  std::size_t next_stand_in_ = 0;
  std::int64_t replaced_ = 0;
  std::string failure_;
  std::uint64_t decoded_ = 0;  // of the relay and of what stood in for it
};

}  // namespace loa::audio
