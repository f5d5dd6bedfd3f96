// The owner's side of the sound.
#include "audio/live_air.h"

#include <algorithm>
#include <future>
#include <thread>

#include "audio/air_inbox.h"
#include "audio/air_loop.h"
#include "audio/air_outbox.h"
#include "audio/channel_map.h"
#include "audio/line_source.h"
#include "audio/loopback.h"
#include "audio/sound_thread.h"
#include "base/loaded_pages.h"
#include "base/log.h"

namespace loa::audio {
namespace {

constexpr auto kFarewell = std::chrono::seconds{3};

// A driver that never returns keeps what it uses.
struct Machinery {
  AirInbox inbox;
  AirOutbox outbox;
  std::shared_ptr<ReferenceRing> reference;  // null without a loopback
  AirLoop loop;
  std::promise<void> done;

  Machinery(const LiveAirSettings& settings, AirEvents events,
            std::function<void(std::function<void()>)> post)
      : outbox(std::move(events), std::move(post)),
        reference(settings.loopback.empty() ? nullptr : std::make_shared<ReferenceRing>()),
        loop(
            make_output(settings.output, settings.buffer, ChannelMap(settings.clusters).channels()),
            settings.decoder, settings.master, settings.clusters, inbox, outbox, reference.get()) {}
};

}  // namespace

struct LiveAir::Impl {
  std::shared_ptr<Machinery> air;
  std::shared_ptr<Loopback> loopback;  // null without one
  std::future<void> done;
  std::thread thread;
};

LiveAir::LiveAir(LiveAirSettings settings, AirEvents events,
                 std::function<void(std::function<void()>)> post)
    : impl_(std::make_unique<Impl>()) {
  using std::chrono::milliseconds;
  settings.buffer =
      std::clamp<base::Duration>(settings.buffer, milliseconds{40}, milliseconds{2000});
  impl_->air = std::make_shared<Machinery>(settings, std::move(events), std::move(post));
  if (impl_->air->reference) {
    // The loopback is a guest: it may be gone when a cue's end arrives.
    impl_->loopback = std::make_shared<Loopback>(
        settings.loopback, impl_->air->reference,
        [air = impl_->air](const AirAlarm& alarm) { air->outbox.alarm(alarm); });
    impl_->air->outbox.on_end([loopback = std::weak_ptr(impl_->loopback)](CueEnded& ended) {
      if (const auto heard = loopback.lock()) ended.proof.loopback = heard->take(ended.id);
    });
  }
  impl_->done = impl_->air->done.get_future();
  impl_->thread = std::thread([air = impl_->air] {
    become_sound_thread("loa-air");
    air->loop.run();
    air->done.set_value();
  });
}

LiveAir::~LiveAir() {
  impl_->loopback.reset();
  impl_->air->inbox.close();
  if (impl_->done.wait_for(kFarewell) == std::future_status::ready) {
    impl_->thread.join();
  } else {
    base::log(base::LogLevel::error, "the sound device's driver does not return; left behind");
    impl_->thread.detach();
  }
  if (!LineSource::wait_for_all(kFarewell))
    base::log(base::LogLevel::error, "a line input's driver does not return; left behind");
  impl_->air->outbox.end_all("the sound was shut down");
}

void LiveAir::wake() { impl_->air->inbox.put(WakeCommand{}); }

void LiveAir::rest() {
  impl_->air->inbox.put(RestCommand{});
  base::give_back_loaded_pages();
}

void LiveAir::cue(const Cue& cue) {
  if (impl_->air->outbox.begin(cue.id)) impl_->air->inbox.put(cue);
}

void LiveAir::stop(CueId id, base::Duration fade) { impl_->air->inbox.put(StopCommand{id, fade}); }

void LiveAir::lower(CueId id, const Lowering& lowering) {
  impl_->air->inbox.put(LowerCommand{id, lowering});
}

void LiveAir::volume(float gain) {
  impl_->air->inbox.put(VolumeCommand{std::clamp(gain, 0.0F, 1.0F)});
}

LiveAirStatus LiveAir::status() const {
  LiveAirStatus status = impl_->air->outbox.status();
  if (impl_->loopback) status.loopback = impl_->loopback->status();
  return status;
}

}  // namespace loa::audio
