#include "daemon/media_shelf.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <system_error>
#include <thread>

#include "base/clock.h"
#include "base/log.h"
#include "daemon/disk_budget.h"

namespace loa::daemon {
namespace {

using ShelfState = ShelfAnswer::State;

ShelfAnswer open_on(const DiskFolders& folders, const WantedMedia& media, const DiskNeeds& needs) {
  const base::ContentStore store(folders.fetched);
  if (store.verify(media.hash)) return {ShelfState::whole, media.bytes};
  // More than there should be is something else.
  auto begun = store.begun(media.hash);
  if (begun > media.bytes) begun = 0;
  const auto wanting = kKeepFree + (media.bytes - begun);
  const bool room =
      store.available() >= wanting || make_room(folders, needs, wanting, base::wall_now());
  return {room ? ShelfState::open : ShelfState::no_room, begun};
}

ShelfAnswer finish_on(const base::ContentStore& store, const base::Sha256& hash) {
  if (!store.finish(hash)) return {ShelfState::wrong, 0};
  return {ShelfState::whole, store.size_of(hash).value_or(0)};
}

}  // namespace

struct MediaShelf::Impl {
  using Work = std::function<ShelfAnswer()>;
  struct Task {
    Work work;
    Done done;
  };

  Impl(DiskFolders on, std::function<void(std::function<void()>)> to_loop)
      : folders(std::move(on)), store(folders.fetched), post(std::move(to_loop)) {}

  void run() {
    while (auto task = next()) {
      const auto answer = carry_out(task->work);
      // Under the lock, so that nothing is posted once the owner's destructor has begun.
      const std::lock_guard lock(mutex);
      if (stopping) return;
      if (task->done) post([done = std::move(task->done), answer] { done(answer); });
    }
  }

  std::optional<Task> next() {
    std::unique_lock lock(mutex);
    changed.wait(lock, [this] { return stopping || !tasks.empty(); });
    if (stopping) return std::nullopt;
    Task task = std::move(tasks.front());
    tasks.pop_front();
    return task;
  }

  static ShelfAnswer carry_out(const Work& work) {
    try {
      return work();
    } catch (const std::system_error& error) {
      base::log(base::LogLevel::error, error.what());
      return {ShelfState::no_room, 0};
    }
  }

  void put(Work work, Done done) {
    const std::lock_guard lock(mutex);
    tasks.push_back({std::move(work), std::move(done)});
    changed.notify_all();
  }

  const DiskFolders folders;
  const base::ContentStore store;
  const std::function<void(std::function<void()>)> post;
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<Task> tasks;
  bool stopping = false;
};

MediaShelf::MediaShelf(DiskFolders folders, std::function<void(std::function<void()>)> post)
    : impl_(std::make_shared<Impl>(std::move(folders), std::move(post))) {
  std::thread([impl = impl_] { impl->run(); }).detach();
}

MediaShelf::~MediaShelf() {
  const std::lock_guard lock(impl_->mutex);
  impl_->stopping = true;
  impl_->changed.notify_all();
}

void MediaShelf::open(const WantedMedia& media, DiskNeeds needs, Done done) {
  impl_->put([impl = impl_.get(), media,
              needs = std::move(needs)] { return open_on(impl->folders, media, needs); },
             std::move(done));
}

void MediaShelf::append(const base::Sha256& hash, std::uint64_t offset, std::string piece,
                        Done done) {
  impl_->put(
      [impl = impl_.get(), hash, offset, piece = std::move(piece)] {
        const bool fits = impl->store.append(hash, offset, piece);
        return ShelfAnswer{fits ? ShelfState::open : ShelfState::wrong, offset + piece.size()};
      },
      std::move(done));
}

void MediaShelf::finish(const base::Sha256& hash, Done done) {
  impl_->put([impl = impl_.get(), hash] { return finish_on(impl->store, hash); }, std::move(done));
}

}  // namespace loa::daemon
