#include "centre/long_reads.h"

#include <condition_variable>
#include <mutex>

#include "base/log_event.h"

namespace loa::centre {
namespace {

using protocol::HttpResponse;

// So long a quarter of a big province takes.
constexpr std::chrono::seconds kPause{10};
constexpr std::chrono::milliseconds kAgain{50};

}  // namespace

struct LongReads::State {
  std::mutex mutex;  // of all
  std::condition_variable left;
  bool busy = false;
  bool ended = false;
  Sql* under_way = nullptr;

  // False where it is over before it has begun.
  bool enter(Sql& sql) {
    const std::lock_guard lock(mutex);
    if (!ended) under_way = &sql;
    return !ended;
  }
  bool is_over() {
    const std::lock_guard lock(mutex);
    return ended;
  }
  void leave() {
    const std::lock_guard lock(mutex);
    under_way = nullptr;
    left.notify_all();
  }
};

LongReads::LongReads(const Sql& sql) : sql_(sql), state_(std::make_shared<State>()) {}

Outcome LongReads::begin(std::function<HttpResponse(Sql&)> read) {
  {
    const std::lock_guard lock(state_->mutex);
    if (state_->busy || state_->ended) return come_again("busy", kPause);
    state_->busy = true;
  }
  // Whether it is done or dropped, the next one may come.
  const std::shared_ptr<void> turn(nullptr, [state = state_](void*) {
    const std::lock_guard lock(state->mutex);
    state->busy = false;
  });
  const auto work = [&sql = sql_, state = state_, turn, read = std::move(read)] {
    try {
      const auto connection = sql.reader();
      const std::shared_ptr<void> gone(nullptr, [state](void*) { state->leave(); });
      if (state->enter(*connection)) return read(*connection);
    } catch (const SqlError& error) {
      if (!error.passing() && !state->is_over()) throw;
      base::log_event(base::LogLevel::error, "database-failed", {{"error", error.what()}});
    }
    return come_again("database-away", kPause);
  };
  return Later{work, true};
}

void LongReads::end() {
  std::unique_lock lock(state_->mutex);
  state_->ended = true;
  // An interruption that comes before the statement does is lost.
  for (; state_->under_way != nullptr; state_->left.wait_for(lock, kAgain))
    state_->under_way->interrupt();
}

}  // namespace loa::centre
