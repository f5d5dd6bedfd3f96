#include "daemon/tone_worker.h"

#include <condition_variable>
#include <mutex>
#include <thread>

#include "audio/alsa_probe.h"
#include "daemon/amplified.h"

namespace loa::daemon {

struct ToneWorker::Impl {
  explicit Impl(std::function<void(std::function<void()>)> to_loop) : post(std::move(to_loop)) {}

  bool goes_on() {
    const std::lock_guard guard(mutex);
    return !stopping;
  }

  void wait(base::Duration time) {
    std::unique_lock guard(mutex);
    changed.wait_for(guard, time, [this] { return stopping; });
  }

  void sound(const std::string& card, const AmplifierConfig& amplifier,
             const std::function<void(const ToneHeard&)>& done) {
    ToneHeard heard;
    heard.faults = with_amplifier(
        amplifier, [this](base::Duration time) { wait(time); },
        [&] { heard.error = audio::play_test_tone(card, [this] { return goes_on(); }); });
    const std::lock_guard guard(mutex);
    busy = false;
    if (!stopping) post([done, heard] { done(heard); });
  }

  std::function<void(std::function<void()>)> post;
  std::mutex mutex;
  std::condition_variable changed;
  bool stopping = false;
  bool busy = false;
  std::thread thread;
};

ToneWorker::ToneWorker(std::function<void(std::function<void()>)> post)
    : impl_(std::make_unique<Impl>(std::move(post))) {}

ToneWorker::~ToneWorker() {
  {
    const std::lock_guard guard(impl_->mutex);
    impl_->stopping = true;
  }
  impl_->changed.notify_all();
  if (impl_->thread.joinable()) impl_->thread.join();
}

bool ToneWorker::play(const std::string& card, const AmplifierConfig& amplifier,
                      std::function<void(const ToneHeard&)> done) {
  {
    const std::lock_guard guard(impl_->mutex);
    if (std::exchange(impl_->busy, true)) return false;
  }
  if (impl_->thread.joinable()) impl_->thread.join();
  impl_->thread = std::thread([impl = impl_.get(), card, amplifier, done = std::move(done)] {
    impl->sound(card, amplifier, done);
  });
  return true;
}

}  // namespace loa::daemon
