// What the audio thread does: commands in, frames to the device, events out.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <vector>

#include "audio/air_inbox.h"
#include "audio/air_outbox.h"
#include "audio/device_keeper.h"
#include "audio/feed.h"
#include "audio/lane.h"
#include "audio/master.h"
#include "audio/voice.h"

namespace loa::audio {

// All of it belongs to the thread that calls run(). It sleeps in poll(2), about ten times a second
// while the device runs, once a second otherwise.
class AirLoop {
 public:
  // `clusters`: none for a device that is one. `reference`: gets a copy of what sounds in the first
  // of them; may be null.
  AirLoop(std::unique_ptr<Output> output, std::filesystem::path decoder, const Master& master,
          const std::vector<Cluster>& clusters, AirInbox& inbox, AirOutbox& outbox,
          ReferenceRing* reference = nullptr);
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
  void obey(const VolumeCommand& command);

  void drive_device();
  void open_device();
  void recover_device();
  void close_device();
  void feed_device();
  void device_stopped(DeviceState state, const std::error_code& why);
  void mix(std::int64_t first, std::span<const std::span<float>> lanes);
  void mix(Voice& voice, std::int64_t first, std::span<const std::span<float>> lanes);

  void tend_voices();
  void tell_start(Playing& playing, std::int64_t heard);
  void tell_relay(Playing& playing);
  void end_voices();
  bool device_wanted() const;
  void end(const Voice& voice);
  void tell_device();
  CueProof proof_of(CueId cue);
  void tell_faults();
  void tell_fault(SoundFault what, bool raised);
  void tell_status();

  void wait();
  base::Steady deadline() const;
  base::Steady deadline_of(const Playing& playing) const;

  std::unique_ptr<Output> output_;
  std::filesystem::path decoder_;
  AirInbox& inbox_;
  AirOutbox& outbox_;
  DeviceKeeper keeper_;
  std::vector<std::unique_ptr<Lane>> lanes_;  // at least one
  std::vector<float> scratch_;                // of a voice that goes to several
  Feed feed_;
  std::vector<Playing> playing_;
  bool awake_ = false;
  base::Steady now_{};
  base::Steady progress_{};
  std::int64_t written_at_progress_ = 0;
  std::uint64_t underruns_ = 0;
  std::array<bool, 3> faults_told_{};  // by SoundFault
  CueId last_due_ = 0;
};

}  // namespace loa::audio
