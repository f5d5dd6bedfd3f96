// Where the frames of a cue come from.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "audio/air.h"

namespace loa::audio {

// Frames are counted from the cue's first. Used by the audio thread only; nothing blocks.
class Material {
 public:
  virtual ~Material() = default;

  // Takes what its child has ready.
  virtual void fill(base::Steady now) = 0;
  // To poll for reading, where frames are needed soon; -1 otherwise.
  virtual int fd() const = 0;

  // The frames from `position` on, as many as are there in one piece and `most` at most; empty if
  // there is none now. Valid until the next call of any kind.
  virtual std::span<const float> frames(std::int64_t position, std::int64_t most) = 0;
  // What lies before `position` is mixed, or its time has passed.
  virtual void move_to(std::int64_t position, base::Steady now) = 0;

  // Where it ends, once that is known: of itself, or because of failure().
  virtual std::optional<std::int64_t> end() const = 0;
  // English, one line; "" if there was none. What it gave before is sound.
  virtual const std::string& failure() const = 0;

  // How many frames its decoders have given.
  virtual std::uint64_t decoded() const = 0;

  // Of a relay or a line: what to tell of it. Whether its own sound is there now, how many of the
  // frames were a stand-in's, how often it was called again, and at what pace it is read.
  struct Relayed {
    bool sounds = true;
    std::int64_t replaced = 0;
    std::size_t failures = 0;
    std::optional<double> ppm = {};  // how much faster its sender's clock runs; once it has sounded
  };
  virtual Relayed relayed() const { return {}; }
};

// Starts what the cue needs; `decoder` is the loa-decoder program. A medium that cannot be decoded
// is a failure() of the material.
std::unique_ptr<Material> make_material(const Cue& cue, const std::filesystem::path& decoder,
                                        base::Steady now);

}  // namespace loa::audio
