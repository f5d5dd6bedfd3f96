#include "base/asio_timers.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <utility>

namespace loa::base {

struct AsioTimers::Impl : std::enable_shared_from_this<AsioTimers::Impl> {
  Impl(boost::asio::io_context& loop, std::function<Now()> read)
      : clock(std::move(read)), alarm(loop) {}

  std::function<Now()> clock;
  boost::asio::steady_timer alarm;
  Id last_id = 0;
  std::map<std::pair<Steady, Id>, std::function<void()>> queue;
  std::map<Id, Steady> deadlines;
  std::optional<Steady> armed;  // what `alarm` waits for

  void arm() {
    if (queue.empty()) return;
    const auto earliest = queue.begin()->first.first;
    if (armed && *armed <= earliest) return;
    armed = earliest;
    alarm.expires_at(earliest);
    // A wait that was already due cannot be taken back, so the handler looks for itself what is
    // due.
    alarm.async_wait([weak = weak_from_this(), earliest](const boost::system::error_code& error) {
      const auto self = weak.lock();
      if (self && !error) self->ring(earliest);
    });
  }

  void ring(Steady deadline) {
    if (armed == deadline) armed.reset();
    const auto until = std::max(clock().steady, deadline);
    // What a callback sets for now or earlier waits for the next round, so that the loop's other
    // work is never starved.
    const auto last = last_id;
    for (auto next = queue.begin(); next != queue.end() && next->first.first <= until;
         next = queue.begin()) {
      if (next->first.second > last) break;
      const auto callback = std::move(next->second);
      deadlines.erase(next->first.second);
      queue.erase(next);
      callback();
    }
    arm();
  }
};

AsioTimers::AsioTimers(boost::asio::io_context& loop, std::function<Now()> clock)
    : impl_(std::make_shared<Impl>(loop, std::move(clock))) {}

AsioTimers::~AsioTimers() { impl_->queue.clear(); }

Now AsioTimers::now() { return impl_->clock(); }

Timers::Id AsioTimers::at(Steady when, std::function<void()> callback) {
  const auto id = ++impl_->last_id;
  impl_->queue.emplace(std::pair{when, id}, std::move(callback));
  impl_->deadlines.emplace(id, when);
  impl_->arm();
  return id;
}

void AsioTimers::cancel(Id id) {
  const auto found = impl_->deadlines.find(id);
  if (found == impl_->deadlines.end()) return;
  impl_->queue.erase({found->second, id});
  impl_->deadlines.erase(found);
}

}  // namespace loa::base
