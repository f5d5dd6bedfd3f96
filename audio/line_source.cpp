// The thread that captures a line.
#include "audio/line_source.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "audio/alsa_capture.h"
#include "audio/sample_ring.h"
#include "audio/sound_thread.h"
#include "base/log.h"

namespace loa::audio {
namespace {

using namespace std::chrono_literals;

constexpr base::Duration kTakeEvery = 20ms;
// Periods of 100 ms: some cards say how far they are at the end of a period only.
constexpr base::Duration kLineBuffer = 400ms;

// Threads that nobody joins are counted instead. Never destroyed: one may outlive main().
struct Living {
  std::mutex mutex;
  std::condition_variable one_ended;
  int threads = 0;
};
Living& living() {
  static auto* all = new Living;
  return *all;
}

void count_thread(int more) {
  Living& all = living();
  const std::lock_guard lock(all.mutex);
  all.threads += more;
  all.one_ended.notify_all();
}

}  // namespace

struct LineSource::Shared {
  explicit Shared(const std::string& name) : device(name), capture(name, kLineBuffer) {}

  void live();
  void run();
  bool take();
  void end(const std::error_code& error);

  const std::string device;
  // The thread's own.
  AlsaCapture capture;
  Captured captured;
  std::string why;  // it is over; to be read once `is_over` is seen

  SampleRing ring{std::size_t{2} * kRate};
  std::atomic<bool> unwanted = false;
  std::atomic<bool> is_over = false;
};

void LineSource::Shared::run() {
  if (const auto error = capture.open()) return end(error);
  while (!unwanted && take()) std::this_thread::sleep_for(kTakeEvery);
  capture.close();
}

// False if the device has stopped for good.
bool LineSource::Shared::take() {
  capture.read(captured);
  ring.put(captured.mono);
  if (captured.state == DeviceState::running) return true;
  const bool overrun = captured.state == DeviceState::xrun;
  const std::error_code error = overrun ? capture.recover() : captured.error;
  if (error) end(error);
  return !error;
}

void LineSource::Shared::end(const std::error_code& error) {
  why = error.message();
  is_over.store(true, std::memory_order_release);
}

void LineSource::Shared::live() {
  become_sound_thread("loa-line");
  base::log(base::LogLevel::info, "line input " + device + ": opening");
  run();
  base::log(base::LogLevel::info, "line input " + device + ": closed");
}

LineSource::LineSource(const std::string& device) : shared_(std::make_shared<Shared>(device)) {
  count_thread(1);
  try {
    std::thread([shared = shared_]() mutable {
      shared->live();
      shared.reset();
      count_thread(-1);
    }).detach();
  } catch (...) {
    count_thread(-1);
    throw;
  }
}

bool LineSource::wait_for_all(base::Duration patience) {
  Living& all = living();
  std::unique_lock lock(all.mutex);
  return all.one_ended.wait_for(lock, patience, [&] { return all.threads == 0; });
}

LineSource::~LineSource() { shared_->unwanted = true; }

std::size_t LineSource::read(std::span<float> out) {
  const std::size_t frames = shared_->ring.take(out.first(out.size() / kChannels));
  // Each sample to its frame, from the last on: none is overwritten before it is read.
  for (std::size_t i = frames; i-- > 0;) out[2 * i] = out[2 * i + 1] = out[i];
  return frames;
}

std::optional<std::string> LineSource::over() const {
  if (!shared_->is_over.load(std::memory_order_acquire)) return std::nullopt;
  return shared_->why;
}

}  // namespace loa::audio
