#include "entrance/password_worker.h"

#include <pthread.h>
#include <sched.h>

#include <condition_variable>
#include <csignal>
#include <deque>
#include <mutex>
#include <new>
#include <thread>

#include "base/log.h"
#include "base/password.h"

namespace loa::entrance {
namespace {

using Work = std::function<void()>;

void come_last() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);  // signals are the loop's
  pthread_setname_np(pthread_self(), "loa-passwords");
  const sched_param none{};
  pthread_setschedparam(pthread_self(), SCHED_BATCH, &none);
}

template <class Result, class Make>
Result or_nothing(const Make& make) try {
  return make();
} catch (const std::bad_alloc&) {
  base::log(base::LogLevel::error, "no memory to hash a password");
  return {};
}

}  // namespace

struct PasswordWorker::Impl {
  explicit Impl(std::function<void(Work)> p) : post(std::move(p)) {}

  bool ask(Work work) {
    const std::lock_guard lock(mutex);
    if (queue.size() >= kMost) return false;
    queue.push_back(std::move(work));
    changed.notify_all();
    return true;
  }

  void run() {
    come_last();
    while (const auto work = next()) work();
  }

  Work next() {
    std::unique_lock lock(mutex);
    changed.wait(lock, [this] { return stopping || !queue.empty(); });
    if (stopping) return nullptr;
    auto work = std::move(queue.front());
    queue.pop_front();
    return work;
  }

  const std::function<void(Work)> post;
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<Work> queue;
  bool stopping = false;
  std::thread thread{[this] { run(); }};
};

PasswordWorker::PasswordWorker(std::function<void(Work)> post)
    : impl_(std::make_unique<Impl>(std::move(post))) {}

PasswordWorker::~PasswordWorker() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->stopping = true;
    impl_->changed.notify_all();
  }
  impl_->thread.join();
}

bool PasswordWorker::check(std::string password, std::string hash,
                           std::function<void(bool fits)> done) {
  return impl_->ask([post = impl_->post, password = std::move(password), hash = std::move(hash),
                     done = std::move(done)] {
    const bool fits = or_nothing<bool>([&] { return base::password_fits(password, hash); });
    post([done, fits] { done(fits); });
  });
}

bool PasswordWorker::make(std::string password, std::function<void(std::string hash)> done) {
  return impl_->ask([post = impl_->post, password = std::move(password), done = std::move(done)] {
    auto hash = or_nothing<std::string>([&] { return base::hash_password(password); });
    post([done, hash = std::move(hash)] { done(hash); });
  });
}

}  // namespace loa::entrance
