// The sound of a station with any number of devices, as one: clusters may name devices of their
// own.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "audio/live_air.h"

namespace loa::audio {

// One device's part of a station's sound.
struct DeviceShare {
  LiveAirSettings settings;          // with the clusters on this device only
  std::vector<std::size_t> members;  // which of the station's clusters those are; none: all of it

  std::vector<std::string> names() const;
  // In the device's own counting: those of `clusters` that are here.
  ClusterSet of(ClusterSet clusters) const;
};

// By device, in the order in which clusters first name them. The loopback belongs to the first
// cluster's. Settings without clusters are one share.
std::vector<DeviceShare> shares_of(const LiveAirSettings& settings);

// One cue that sounded on two devices: what is told is of the one that played more of it, with the
// proof of both.
CueEnded joined(CueEnded a, CueEnded b);

struct DeviceStatus {
  std::string output;                 // as in the settings
  std::vector<std::string> clusters;  // their names
  LiveAirStatus sound;
};

struct BankStatus {
  // As of one device: the worst state, all underruns, the greatest levels, the oldest progress; the
  // first device's clock.
  LiveAirStatus whole;
  std::vector<DeviceStatus> devices;  // at least one
};

// A LiveAir for each device, with its own thread, states and clock; all place a cue by the same
// house clock, so it starts everywhere at once. What is lost of one device's sound concerns its
// clusters only. A cue ends when it has ended everywhere, so a driver that never returns holds it;
// then progress stands still.
class AirBank final : public Air {
 public:
  // As LiveAir, but `post` must run functions on the owner's thread, one after the other. With one
  // device all events are that device's own.
  AirBank(const LiveAirSettings& settings, AirEvents events,
          const std::function<void(std::function<void()>)>& post);
  ~AirBank() override;

  void wake() override;
  void rest() override;
  void cue(const Cue& cue) override;
  void stop(CueId id, base::Duration fade) override;
  void lower(CueId id, const Lowering& lowering) override;
  void volume(float gain) override;

  // Thread-safe, does not block.
  BankStatus status() const;

 private:
  class Merger;
  struct Device {
    DeviceShare share;
    std::unique_ptr<LiveAir> air;
  };
  std::shared_ptr<Merger> merger_;  // events may come when this is gone
  std::vector<Device> devices_;
};

}  // namespace loa::audio
