// The disk's side of fetched media, on a thread of its own: hashing a long file takes a small board
// seconds.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/content_store.h"
#include "daemon/disk_budget.h"
#include "daemon/media_fetch.h"

namespace loa::daemon {

// What became of something. `bytes`: how much of the file is there now.
struct ShelfAnswer {
  enum class State { open, whole, wrong, no_room };
  State state = State::open;
  std::uint64_t bytes = 0;
};

class MediaShelf {
 public:
  using Done = std::function<void(ShelfAnswer)>;

  // `post`: runs its argument on the loop, from any thread. The folders need not be there.
  MediaShelf(DiskFolders folders, std::function<void(std::function<void()>)> post);
  // Does not wait for what is being done: what becomes of it is then dropped.
  ~MediaShelf();

  // Each is done in turn; `done` is called once, on the loop. What the disk refuses is no_room, and
  // a line in the log.

  // How much of it is there; all of it (whole), where it is there and right. Where its rest would
  // not leave kKeepFree, what no week needs goes first (disk_budget.h); then it is no_room.
  void open(const WantedMedia& media, DiskNeeds needs, Done done);
  void append(const base::Sha256& hash, std::uint64_t offset, std::string piece, Done done);
  void finish(const base::Sha256& hash, Done done);  // whole or wrong

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace loa::daemon
