// Media by way of a cache near the station, and from the centre where that does not help. A cache
// is believed nothing: what came through it is hashed as all media are, and where it was wrong the
// centre is asked itself.
#pragma once

#include <map>

#include "base/timers.h"
#include "daemon/media_origin.h"

namespace loa::daemon {

// The loop's thread only.
class CachedMediaOrigin final : public MediaOrigin {
 public:
  // A cache that did not help with a file, or did not answer at all, is left alone for so long.
  static constexpr base::Duration kRest = std::chrono::minutes{10};

  // All of it outlives this.
  CachedMediaOrigin(base::Timers& timers, MediaOrigin& cache, MediaOrigin& centre)
      : timers_(timers), cache_(cache), centre_(centre) {}

  void ask(const base::Sha256& hash, std::uint64_t offset, std::uint64_t length, std::uint64_t size,
           std::function<void(MediaPiece)> done) override;
  bool was_wrong(const base::Sha256& hash) override;

 private:
  bool helps(const base::Sha256& hash);
  void leave_alone(const base::Sha256& hash, bool all_of_it);

  base::Timers& timers_;
  MediaOrigin& cache_;
  MediaOrigin& centre_;
  base::Steady silent_until_{};
  std::map<base::Sha256, base::Steady> without_;  // files for which it is left alone, until when
  std::optional<base::Sha256> through_;           // the last file of which a piece came through it
};

}  // namespace loa::daemon
