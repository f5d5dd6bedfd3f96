// What the audio thread does: commands in, frames to the device, events out.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "audio/air_inbox.h"
#include "audio/air_outbox.h"
#include "audio/device_keeper.h"
#include "audio/feed.h"
#include "audio/limiter.h"
#include "audio/master.h"
#include "audio/output_watch.h"
#include "audio/pipeline.h"
#include "audio/voice.h"

namespace loa::audio {

// All of it belongs to the thread that calls run(). It sleeps in poll(2), about ten times a second
// while the device runs, once a second otherwise.
class AirLoop {
 public:
  // `reference`: gets a copy of what sounds; may be null.
  AirLoop(std::unique_ptr<Output> output, std::filesystem::path decoder, const Master& master,
          AirInbox& inbox, AirOutbox& outbox, ReferenceRing* reference = nullptr);
  // Until the inbox is closed. Ends all cues.
  void run();

 private:
  struct Playing {
    Voice voice;
    bool told = false;         // that it started
    bool relay_sounds = true;  // as was told last
  };

  void obey(const WakeCommand&) { awake_ = true; }
  void obey(const RestCommand&) { awake_ = false; }
  void obey(const Cue& cue);
  void obey(const StopCommand& command);
  void obey(const LowerCommand& command);
  void obey(const VolumeCommand& command) { volume_.set(command.gain); }

  void drive_device();
  void open_device();
  void recover_device();
  void close_device();
  void feed_device();
  void device_stopped(DeviceState state, const std::error_code& why);
  void mix(std::int64_t first, std::span<float> frames);

  void tend_voices();
  void tell_start(Playing& playing, std::int64_t heard);
  void tell_relay(Playing& playing);
  void end_voices();
  bool device_wanted() const;
  void end(const Voice& voice);
  void tell_device();
  void tell_fault();
  void tell_status();

  void wait();
  base::Steady deadline() const;
  base::Steady deadline_of(const Playing& playing) const;

  std::unique_ptr<Output> output_;
  std::filesystem::path decoder_;
  AirInbox& inbox_;
  AirOutbox& outbox_;
  DeviceKeeper keeper_;
  GainRamp volume_{1.0F};
  Equaliser equaliser_;
  Limiter limiter_;
  Meter meter_;
  OutputWatch watch_;
  Pipeline pipeline_{{&volume_, &equaliser_, &limiter_, &meter_, &watch_}};
  Feed feed_;
  std::vector<Playing> playing_;
  bool awake_ = false;
  base::Steady now_{};
  base::Steady progress_{};
  std::int64_t written_at_progress_ = 0;
  std::uint64_t underruns_ = 0;
  SoundFault fault_ = SoundFault::none;  // as told
};

}  // namespace loa::audio
