// One material for the voices of several sound devices.
#pragma once

#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <vector>

#include "audio/material.h"

namespace loa::audio {

// A cue that sounds on several devices is decoded, called or captured once: who is ahead takes what
// comes next, and the others get the same frames at the same positions for as long as it is kept.
// Positions that the first found empty, or passed over, are empty for all. Each device's audio
// thread has an end of its own; they hold a lock while frames are copied, never while a driver is
// called. Give it to a cue by a shared_ptr.
class SharedMaterial : public std::enable_shared_from_this<SharedMaterial> {
 public:
  // More than the greatest buffer of a device: as far as one may be ahead of another.
  static constexpr std::int64_t kKept = 5 * kRate / 2;

  // Makes the material with the first end.
  std::unique_ptr<Material> make_end(const Cue& cue, const std::filesystem::path& decoder,
                                     base::Steady now);
  // The same around a material that is made already.
  std::unique_ptr<Material> make_end(std::unique_ptr<Material> source);

 private:
  class End;
  struct Piece {
    std::int64_t begin = 0;
    std::int64_t end = 0;
  };

  void fill(base::Steady now);
  void move_to(std::int64_t position, base::Steady now);
  void copy(std::int64_t position, std::int64_t most, std::vector<float>& to);
  void keep(std::span<const float> frames);
  base::Steady later(base::Steady now);

  std::mutex mutex_;
  std::unique_ptr<Material> source_;
  std::vector<float> kept_;    // a ring: frame n is at n modulo kKept
  std::deque<Piece> pieces_;   // of it, that hold frames, in rising order
  std::int64_t reached_ = 0;   // all before it was asked for by somebody
  std::int64_t moved_to_ = 0;  // as the source was told last
  base::Steady latest_{};
};

}  // namespace loa::audio
