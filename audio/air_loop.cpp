// The audio thread's round: obey, drive the device, tend the voices, wait.
#include "audio/air_loop.h"

#include <poll.h>

#include <algorithm>
#include <utility>

#include "base/clock.h"

namespace loa::audio {
namespace {

using namespace std::chrono_literals;

constexpr base::Duration kWarmUp = 2s;  // before a cue, for a device that nobody woke
constexpr base::Duration kHeartbeat = 1s;
constexpr base::Duration kShortestSleep = 1ms;

using Lanes = std::vector<std::unique_ptr<Lane>>;

Lanes make_lanes(const Master& master, const std::vector<Cluster>& clusters,
                 ReferenceRing* reference) {
  Lanes lanes;
  if (clusters.empty()) lanes.push_back(std::make_unique<Lane>(master, Cluster{}, reference));
  for (const Cluster& cluster : clusters)
    lanes.push_back(std::make_unique<Lane>(master, cluster, lanes.empty() ? reference : nullptr));
  return lanes;
}

std::vector<FrameProcessor*> pipelines_of(const Lanes& lanes) {
  std::vector<FrameProcessor*> pipelines;
  for (const auto& lane : lanes) pipelines.push_back(&lane->pipeline());
  return pipelines;
}

}  // namespace

AirLoop::AirLoop(std::unique_ptr<Output> output, std::filesystem::path decoder,
                 const Master& master, const std::vector<Cluster>& clusters, AirInbox& inbox,
                 AirOutbox& outbox, ReferenceRing* reference)
    : output_(std::move(output)),
      decoder_(std::move(decoder)),
      inbox_(inbox),
      outbox_(outbox),
      lanes_(make_lanes(master, clusters, reference)),
      feed_(*output_, ChannelMap(clusters), pipelines_of(lanes_),
            [this](auto first, auto lanes) { mix(first, lanes); }) {}

void AirLoop::run() {
  while (!inbox_.closed()) {
    now_ = base::steady_now();
    for (const AirCommand& command : inbox_.take())
      std::visit([this](const auto& what) { obey(what); }, command);
    keeper_.want(device_wanted());
    drive_device();
    tend_voices();
    tell_device();
    tell_faults();
    tell_status();
    wait();
  }
  now_ = base::steady_now();
  end_voices();
  close_device();
  tell_device();
}

void AirLoop::obey(const Cue& cue) { playing_.push_back({Voice(cue, decoder_, now_)}); }

void AirLoop::obey(const StopCommand& command) {
  for (Playing& playing : playing_)
    if (playing.voice.cue().id == command.id) playing.voice.stop(command.fade, now_);
}

void AirLoop::obey(const LowerCommand& command) {
  for (Playing& playing : playing_)
    if (playing.voice.cue().id == command.id) playing.voice.lower(command.lowering);
}

void AirLoop::obey(const VolumeCommand& command) {
  for (const auto& lane : lanes_) lane->set_volume(command.gain);
}

bool AirLoop::device_wanted() const {
  return awake_ || std::ranges::any_of(playing_, [this](const Playing& playing) {
           return playing.voice.cue().start - kWarmUp <= now_;
         });
}

void AirLoop::tend_voices() {
  const std::int64_t heard = feed_.heard(now_);
  for (Playing& playing : playing_) {
    Voice& voice = playing.voice;
    voice.fill(now_);
    if (!feed_.running()) voice.pass(now_);
    tell_start(playing, heard);
    tell_relay(playing);
    voice.presented(heard);
    if (voice.finished()) end(voice);
  }
  std::erase_if(playing_, [](const Playing& playing) { return playing.voice.finished(); });
}

void AirLoop::tell_start(Playing& playing, std::int64_t heard) {
  const auto first = playing.voice.first_sounding();
  if (playing.told || !first || *first >= heard || !feed_.running()) return;
  playing.told = true;
  outbox_.started({playing.voice.cue().id, feed_.time_of(*first)});
}

void AirLoop::tell_relay(Playing& playing) {
  const bool sounds = playing.voice.relay_sounds().value_or(true);
  if (std::exchange(playing.relay_sounds, sounds) == sounds) return;
  outbox_.relay({playing.voice.cue().id, sounds, playing.voice.failure()});
}

void AirLoop::end_voices() {
  const std::int64_t heard = feed_.heard(now_);
  for (Playing& playing : playing_) {
    tell_start(playing, heard);
    playing.voice.lost_from(heard);
    end(playing.voice);
  }
  playing_.clear();
}

void AirLoop::end(const Voice& voice) {
  CueEnded ended = voice.result();
  const std::uint64_t decoded = ended.proof.decoded;
  ended.proof = proof_of(ended.id);
  ended.proof.decoded = decoded;
  outbox_.ended(ended);
}

CueProof AirLoop::proof_of(CueId cue) {
  CueProof whole;
  for (const auto& lane : lanes_) {
    CueProof one = lane->watch().take(cue);
    if (one.metered > 0 && !lane->name().empty()) one.clusters = {{lane->name(), one.rms_db}};
    whole = joined(std::move(whole), std::move(one));
  }
  return whole;
}

void AirLoop::tell_faults() {
  for (const auto& lane : lanes_)
    if (playing_.empty()) lane->watch().nothing_on();
  for (const bool raised : {false, true})
    for (const SoundFault what : {SoundFault::silent, SoundFault::stuck}) tell_fault(what, raised);
}

void AirLoop::tell_fault(SoundFault what, bool raised) {
  const auto has = [what](const auto& lane) { return lane->watch().fault() == what; };
  const auto faulty = std::ranges::find_if(lanes_, has);
  bool& told = faults_told_.at(static_cast<std::size_t>(what));
  if ((faulty != lanes_.end()) != raised || told == raised) return;
  told = raised;
  const bool silent = what == SoundFault::silent;
  const Lane& lane = raised ? **faulty : *lanes_.front();
  AirAlarm alarm{silent ? AlarmKind::silent_air : AlarmKind::stuck_tone, raised, last_due_};
  if (raised) alarm.detail = silent ? "below -60 dBFS" : "one unchanging sound";
  if (raised && !lane.name().empty()) alarm.detail += ", cluster " + lane.name();
  outbox_.alarm(alarm);
}

void AirLoop::tell_device() {
  if (const auto change = keeper_.change()) outbox_.device(*change);
}

void AirLoop::tell_status() {
  const bool stands = keeper_.state() != DeviceState::running;
  if (stands || feed_.written() != written_at_progress_) progress_ = now_;
  written_at_progress_ = feed_.written();
  LiveAirStatus status;
  status.state = keeper_.state();
  status.detail = keeper_.detail();
  status.frames_written = static_cast<std::uint64_t>(feed_.written());
  status.underruns = underruns_;
  status.ppm = feed_.running() ? feed_.ppm() : 0;
  for (const auto& lane : lanes_) {
    if (stands) break;
    status.peak = std::max(status.peak, lane->watch().peak());
    status.rms_db = std::max(status.rms_db, lane->watch().rms());
    status.loudness = std::max(status.loudness, lane->watch().momentary());
  }
  for (const Playing& playing : playing_) {
    if (const auto ppm = playing.voice.sender_ppm()) status.sender_ppm = ppm;
  }
  status.progress = progress_;
  outbox_.set_status(status);
}

void AirLoop::wait() {
  std::vector<pollfd> waited{{inbox_.fd(), POLLIN, 0}};
  for (const Playing& playing : playing_)
    if (playing.voice.fd() >= 0) waited.push_back({playing.voice.fd(), POLLIN, 0});
  const base::Steady now = base::steady_now();
  const base::Duration sleep = std::max(deadline() - now, kShortestSleep);
  const timespec patience = base::timespec_of(sleep);
  ppoll(waited.data(), waited.size(), &patience, nullptr);
}

base::Steady AirLoop::deadline() const {
  base::Steady first = std::min(now_ + kHeartbeat, keeper_.wakeup());
  if (feed_.running()) first = std::min(first, feed_.wakeup());
  for (const Playing& playing : playing_) first = std::min(first, deadline_of(playing));
  return first;
}

// When something is to be told of a voice, or done for it.
base::Steady AirLoop::deadline_of(const Playing& playing) const {
  const Voice& voice = playing.voice;
  base::Steady first = base::Steady::max();
  const base::Steady warm_up = voice.cue().start - kWarmUp;
  if (warm_up > now_) first = warm_up;
  if (!feed_.running()) return std::min(first, std::max(voice.end_time(), voice.cue().start));
  if (!playing.told && voice.first_sounding())
    first = std::min(first, feed_.time_of(*voice.first_sounding() + 1));
  if (voice.last_frame()) first = std::min(first, feed_.time_of(*voice.last_frame()));
  return first;
}

}  // namespace loa::audio
