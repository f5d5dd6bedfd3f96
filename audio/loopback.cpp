// The thread that listens.
#include "audio/loopback.h"

#include <pthread.h>
#include <sched.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <future>
#include <stdexcept>
#include <thread>

#include "audio/alsa_capture.h"
#include "audio/clock_map.h"
#include "audio/device_keeper.h"
#include "audio/listener.h"
#include "audio/steady_place.h"
#include "base/clock.h"
#include "base/log.h"

namespace loa::audio {
namespace {

using namespace std::chrono_literals;

constexpr base::Duration kListenEvery = 100ms;
constexpr base::Duration kCaptureBuffer = 1s;
constexpr base::Duration kLinger = 10s;  // the input stays open so long after the last sound
constexpr base::Duration kLastWait = 1s;

std::string device_of(const std::string& input) {
  if (auto device = capture_device(input)) return *std::move(device);
  throw std::invalid_argument("not a loopback's input: " + input);
}

// Signals are the owner's business, and everything else comes first.
void step_back() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
  pthread_setname_np(pthread_self(), "loa-loopback");
  const sched_param none{};
  pthread_setschedparam(pthread_self(), SCHED_BATCH, &none);
}

}  // namespace

// A driver that never returns keeps what it uses.
struct Loopback::Impl {
  Impl(const std::string& input, std::shared_ptr<ReferenceRing> ring,
       std::function<void(const AirAlarm&)> tell)
      : capture(device_of(input), kCaptureBuffer),
        reference(std::move(ring)),
        alarm(std::move(tell)) {
    status.wanted = true;
  }

  void run();
  void take_sent();
  void drive(base::Steady now);
  void opened(base::Steady now, const std::error_code& error);
  void listen(base::Steady now);
  void judge();
  void tell(AlarmKind kind, bool raised, const std::string& detail);

  // The thread's own.
  AlsaCapture capture;
  std::shared_ptr<ReferenceRing> reference;
  std::function<void(const AirAlarm&)> alarm;
  DeviceKeeper keeper;
  ClockMap clock;
  SteadyPlace steady;
  std::int64_t frames = 0;  // captured since the device runs
  Captured captured;
  Listener listener;
  base::Steady last_sent{};
  bool sent_ever = false;
  bool raised[kAlarmKinds] = {};

  std::atomic<bool> ending = false;
  std::promise<void> done;
  mutable std::mutex mutex;  // of the rest
  LoopbackStatus status;
  std::map<CueId, LoopbackProof> proofs;
};

void Loopback::Impl::run() {
  while (!ending) {
    const base::Steady now = base::steady_now();
    take_sent();
    keeper.want(sent_ever && now - last_sent < kLinger);
    drive(now);
    judge();
    std::this_thread::sleep_for(kListenEvery);
  }
  capture.close();
}

void Loopback::Impl::take_sent() {
  for (const ReferenceBlock* block = reference->front(); block; block = reference->front()) {
    listener.sent(*block);
    last_sent = block->at;
    sent_ever = true;
    reference->pop();
  }
}

void Loopback::Impl::drive(base::Steady now) {
  switch (keeper.next(now)) {
    case DeviceAction::none:
      break;
    case DeviceAction::open:
      keeper.opening();
      opened(now, capture.open());
      break;
    case DeviceAction::recover:
      opened(now, capture.recover());
      break;
    case DeviceAction::run:
      listen(now);
      break;
    case DeviceAction::close:
      capture.close();
      keeper.closed();
      break;
  }
  const bool lost = keeper.state() == DeviceState::lost;
  if (lost || keeper.state() == DeviceState::running)
    tell(AlarmKind::loopback_lost, lost, lost ? keeper.detail() : "");
}

void Loopback::Impl::opened(base::Steady now, const std::error_code& error) {
  clock.reset();
  steady.reset();
  frames = 0;
  listener.interrupted();
  if (!error) return keeper.opened(now);
  const bool later = error == std::errc::resource_unavailable_try_again;
  keeper.failed(now, later ? DeviceState::suspended : DeviceState::lost, error.message());
}

void Loopback::Impl::listen(base::Steady now) {
  capture.read(captured);
  if (captured.state != DeviceState::running) {
    if (captured.state == DeviceState::lost) capture.close();
    return keeper.failed(now, captured.state, captured.error.message());
  }
  clock.observe(captured.at, frames + captured.behind);
  const auto fresh = static_cast<std::int64_t>(captured.mono.size());
  if (fresh == 0) return;
  listener.captured(steady.place(clock.time_of(frames), fresh, clock.ppm()), captured.mono);
  frames += fresh;
}

void Loopback::Impl::judge() {
  const auto match = listener.compare();
  {
    const std::lock_guard lock(mutex);
    status.state = keeper.state();
    status.dropped = reference->dropped();
    status.verdict = listener.verdict();
    if (!match) return;
    status.score = match->score;
    status.delay_ms = 1000.0 * static_cast<double>(match->delay) / kSpeechRate;
    proofs[listener.cue()] = listener.proof();
    // One that ended before its last window was judged is asked for no more.
    while (proofs.size() > 64) proofs.erase(proofs.begin());
  }
  const AirVerdict verdict = listener.verdict();
  if (verdict == AirVerdict::unknown) return;
  const bool heard = verdict == AirVerdict::heard;
  tell(AlarmKind::not_heard, !heard, heard ? "" : std::string(name_of(verdict)));
}

void Loopback::Impl::tell(AlarmKind kind, bool is_raised, const std::string& detail) {
  bool& told = raised[static_cast<int>(kind)];
  if (told == is_raised) return;
  told = is_raised;
  alarm({kind, is_raised, kind == AlarmKind::not_heard ? listener.cue() : 0, detail});
}

Loopback::Loopback(const std::string& input, std::shared_ptr<ReferenceRing> reference,
                   std::function<void(const AirAlarm&)> alarm)
    : impl_(std::make_shared<Impl>(input, std::move(reference), std::move(alarm))) {
  thread_ = std::thread([impl = impl_] {
    step_back();
    impl->run();
    impl->done.set_value();
  });
}

Loopback::~Loopback() {
  impl_->ending = true;
  if (impl_->done.get_future().wait_for(kLastWait) == std::future_status::ready) {
    thread_.join();
  } else {
    base::log(base::LogLevel::error, "the loopback's driver does not return; left behind");
    thread_.detach();
  }
}

std::optional<LoopbackProof> Loopback::take(CueId cue) {
  const std::lock_guard lock(impl_->mutex);
  const auto found = impl_->proofs.find(cue);
  if (found == impl_->proofs.end()) return std::nullopt;
  LoopbackProof proof = found->second;
  impl_->proofs.erase(found);
  return proof;
}

LoopbackStatus Loopback::status() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->status;
}

}  // namespace loa::audio
