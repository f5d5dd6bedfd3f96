// Where media come from, piece by piece.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/crypto.h"

namespace loa::daemon {

struct MediaPiece {
  enum class State { come, absent, failed, wrong };  // wrong: no honest centre says that
  State state = State::failed;
  std::string bytes;  // as many as were asked for; or why it failed
};

class MediaOrigin {
 public:
  virtual ~MediaOrigin() = default;
  // `length` bytes from `offset` on of a file of `size` bytes. Answers exactly once, on the loop's
  // thread, within two minutes; never before it returns.
  virtual void ask(const base::Sha256& hash, std::uint64_t offset, std::uint64_t length,
                   std::uint64_t size, std::function<void(MediaPiece)> done) = 0;
  // All of it has come, and is not of that hash. True where somebody between here and the centre
  // may be to blame, who is not asked for it any more for a while.
  virtual bool was_wrong(const base::Sha256& /*hash*/) { return false; }
};

}  // namespace loa::daemon
