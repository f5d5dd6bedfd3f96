// Commands to those whom they concern; of what they tell, one story.
#include "audio/air_bank.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "audio/shared_material.h"

namespace loa::audio {
namespace {

void add(LiveAirStatus& whole, const LiveAirStatus& one) {
  if (is_worse(one.state, whole.state)) {
    whole.state = one.state;
    whole.detail = one.detail;
  }
  whole.frames_written = std::max(whole.frames_written, one.frames_written);
  whole.underruns += one.underruns;
  whole.peak = std::max(whole.peak, one.peak);
  whole.rms_db = std::max(whole.rms_db, one.rms_db);
  whole.loudness = std::max(whole.loudness, one.loudness);
  if (one.loopback.wanted) whole.loopback = one.loopback;
  whole.progress = std::min(whole.progress, one.progress);
}

}  // namespace

// Runs on the owner's thread only.
class AirBank::Merger : public std::enable_shared_from_this<Merger> {
 public:
  Merger(AirEvents events, std::vector<DeviceShare> shares)
      : events_(std::move(events)), shares_(std::move(shares)) {}

  // To be told of what the device at `index` does.
  AirEvents ears_of(std::size_t index) {
    auto self = shared_from_this();
    return {[self](const CueStarted& event) { self->started(event); },
            [self, index](const CueEnded& event) { self->ended(event, index); },
            [self, index](const DeviceChange& event) { self->device(event, index); },
            [self, index](const RelayChange& event) { self->relay(event, index); },
            [self, index](const AirAlarm& event) { self->alarm(event, index); }};
  }

  // Sounds on these devices. False if one of that id is alive.
  bool begin(const Cue& cue, const std::vector<std::size_t>& devices) {
    return alive_
        .try_emplace(cue.id,
                     Pending{{devices.begin(), devices.end()}, devices.front(), cue.clusters})
        .second;
  }

 private:
  struct Pending {
    std::set<std::size_t> devices;  // on which it has not ended
    std::size_t speaker;            // the one that tells of a relay
    ClusterSet clusters;
    bool started = false;
    std::optional<CueEnded> sum = {};
  };

  bool several() const { return shares_.size() > 1; }

  // The first to be heard tells.
  void started(const CueStarted& event) {
    const auto found = alive_.find(event.id);
    if (found == alive_.end() || std::exchange(found->second.started, true)) return;
    if (events_.started) events_.started(event);
  }

  void ended(const CueEnded& event, std::size_t index) {
    const auto found = alive_.find(event.id);
    if (found == alive_.end()) return;
    Pending& pending = found->second;
    pending.devices.erase(index);
    pending.sum = pending.sum ? joined(std::move(*pending.sum), event) : event;
    if (!pending.devices.empty()) return;
    CueEnded whole = std::move(*pending.sum);
    if (several()) add_missed(whole.proof, pending.clusters);
    alive_.erase(found);
    if (events_.ended) events_.ended(whole);
  }

  // A device that was away all the time knows nothing of its clusters.
  void add_missed(CueProof& proof, ClusterSet clusters) const {
    if (proof.metered == 0) return;
    for (const DeviceShare& share : shares_) {
      for (std::size_t i = 0; i < share.members.size(); ++i) {
        const std::string& name = share.settings.clusters.at(i).name;
        if (!contains(clusters, share.members[i]) ||
            std::ranges::find(proof.clusters, name, &ClusterProof::name) != proof.clusters.end())
          continue;
        proof.clusters.push_back({name});
      }
    }
  }

  void device(DeviceChange event, std::size_t index) {
    if (several()) {
      event.output = shares_[index].settings.output;
      event.clusters = shares_[index].names();
    }
    if (events_.device) events_.device(event);
  }

  // All have the same material.
  void relay(const RelayChange& event, std::size_t index) {
    const auto found = alive_.find(event.id);
    if (found == alive_.end() || found->second.speaker != index) return;
    if (events_.relay) events_.relay(event);
  }

  // Over when it is over on each.
  void alarm(const AirAlarm& event, std::size_t index) {
    auto& raised = raised_.at(static_cast<std::size_t>(event.kind));
    const bool before = !raised.empty();
    if (event.raised)
      raised.insert(index);
    else
      raised.erase(index);
    if (several() && before == !raised.empty()) return;
    if (events_.alarm) events_.alarm(event);
  }

  AirEvents events_;
  std::vector<DeviceShare> shares_;
  std::map<CueId, Pending> alive_;
  std::array<std::set<std::size_t>, kAlarmKinds> raised_;  // by kind: on which devices
};

std::vector<std::string> DeviceShare::names() const {
  std::vector<std::string> names;
  for (const Cluster& cluster : settings.clusters) names.push_back(cluster.name);
  return names;
}

ClusterSet DeviceShare::of(ClusterSet clusters) const {
  if (members.empty()) return clusters;
  ClusterSet here = 0;
  for (std::size_t i = 0; i < members.size(); ++i)
    if (contains(clusters, members[i])) here |= ClusterSet{1} << i;
  return here;
}

std::vector<DeviceShare> shares_of(const LiveAirSettings& settings) {
  if (settings.clusters.empty()) return {{settings, {}}};
  std::vector<DeviceShare> shares;
  for (std::size_t i = 0; i < settings.clusters.size(); ++i) {
    const Cluster& cluster = settings.clusters[i];
    const std::string& output = cluster.output.empty() ? settings.output : cluster.output;
    auto share = std::ranges::find_if(
        shares, [&](const DeviceShare& one) { return one.settings.output == output; });
    if (share == shares.end()) {
      share = shares.insert(shares.end(), {settings, {}});
      share->settings.output = output;
      share->settings.clusters.clear();
      if (i > 0) share->settings.loopback.clear();
    }
    share->settings.clusters.push_back(cluster);
    share->members.push_back(i);
  }
  return shares;
}

CueEnded joined(CueEnded a, CueEnded b) {
  const bool second =
      b.frames_played > a.frames_played || (b.frames_played == a.frames_played && b.end < a.end);
  CueEnded& best = second ? b : a;
  best.proof = joined(std::move(a.proof), std::move(b.proof));
  best.frames_due = std::max(a.frames_due, b.frames_due);
  best.underruns = a.underruns + b.underruns;
  best.peak = std::max(a.peak, b.peak);
  best.calls_failed = std::max(a.calls_failed, b.calls_failed);
  return std::move(best);
}

AirBank::AirBank(const LiveAirSettings& settings, AirEvents events,
                 const std::function<void(std::function<void()>)>& post) {
  auto shares = shares_of(settings);
  merger_ = std::make_shared<Merger>(std::move(events), shares);
  for (std::size_t i = 0; i < shares.size(); ++i) {
    auto air = std::make_unique<LiveAir>(shares[i].settings, merger_->ears_of(i), post);
    devices_.push_back({std::move(shares[i]), std::move(air)});
  }
}

AirBank::~AirBank() = default;

void AirBank::wake() {
  for (const Device& device : devices_) device.air->wake();
}

void AirBank::rest() {
  for (const Device& device : devices_) device.air->rest();
}

void AirBank::cue(const Cue& cue) {
  std::vector<std::size_t> where;
  for (std::size_t i = 0; i < devices_.size(); ++i)
    if (devices_[i].share.of(cue.clusters) != 0) where.push_back(i);
  if (where.empty()) where.push_back(0);
  if (!merger_->begin(cue, where)) return;
  Cue part = cue;
  if (where.size() > 1) part.shared = std::make_shared<SharedMaterial>();
  for (const std::size_t i : where) {
    part.clusters = devices_[i].share.of(cue.clusters);
    devices_[i].air->cue(part);
  }
}

void AirBank::stop(CueId id, base::Duration fade) {
  for (const Device& device : devices_) device.air->stop(id, fade);
}

void AirBank::lower(CueId id, const Lowering& lowering) {
  for (const Device& device : devices_) device.air->lower(id, lowering);
}

void AirBank::volume(float gain) {
  for (const Device& device : devices_) device.air->volume(gain);
}

BankStatus AirBank::status() const {
  BankStatus status;
  for (const Device& device : devices_) {
    status.devices.push_back(
        {device.share.settings.output, device.share.names(), device.air->status()});
    const LiveAirStatus& sound = status.devices.back().sound;
    if (status.devices.size() == 1)
      status.whole = sound;
    else
      add(status.whole, sound);
  }
  return status;
}

}  // namespace loa::audio
