#include "daemon/cached_media_origin.h"

#include "base/log.h"

namespace loa::daemon {

bool CachedMediaOrigin::helps(const base::Sha256& hash) {
  const auto now = timers_.now().steady;
  std::erase_if(without_, [now](const auto& one) { return one.second <= now; });
  return silent_until_ <= now && !without_.contains(hash);
}

void CachedMediaOrigin::leave_alone(const base::Sha256& hash, bool all_of_it) {
  const auto until = timers_.now().steady + kRest;
  if (all_of_it)
    silent_until_ = until;
  else
    without_[hash] = until;
}

void CachedMediaOrigin::ask(const base::Sha256& hash, std::uint64_t offset, std::uint64_t length,
                            std::uint64_t size, std::function<void(MediaPiece)> done) {
  using State = MediaPiece::State;
  if (!helps(hash)) return centre_.ask(hash, offset, length, size, std::move(done));
  cache_.ask(hash, offset, length, size,
             [this, hash, offset, length, size, done = std::move(done)](MediaPiece piece) {
               if (piece.state == State::come) {
                 through_ = hash;
                 return done(std::move(piece));
               }
               if (piece.state == State::failed)
                 base::log(base::LogLevel::warning, "media cache: " + piece.bytes);
               leave_alone(hash, piece.state == State::failed);
               centre_.ask(hash, offset, length, size, done);
             });
}

bool CachedMediaOrigin::was_wrong(const base::Sha256& hash) {
  if (through_ != hash) return centre_.was_wrong(hash);
  through_.reset();
  leave_alone(hash, false);
  base::log(base::LogLevel::warning,
            "the media cache's file is not what was signed: " + base::to_hex(hash));
  return true;
}

}  // namespace loa::daemon
