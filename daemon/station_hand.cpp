// By hand: announcements, stop, pause, volume.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "daemon/station_impl.h"

namespace loa::daemon {

using base::Duration;
using base::Now;

namespace {

std::string by_whom(const std::string& by) { return nlohmann::json{{"by", by}}.dump(); }

std::string how(const ManualPlay& request) {
  nlohmann::json detail{{"by", request.by}};
  if (request.live) detail["device"] = request.media.source;
  if (request.over) detail["over"] = true;
  if (!request.clusters.empty()) detail["clusters"] = request.clusters;
  return detail.dump();
}

// A microphone must not open when nobody expects it any more.
schedules::LateRule late_rule_of(const ManualPlay& request) {
  using schedules::LateRule;
  if (request.live) return {LateRule::Kind::exact};
  return {LateRule::Kind::play, schedules::Seconds{600}};
}

std::shared_ptr<const Rundown> rundown_of(const ManualPlay& request, Duration longest) {
  Rundown rundown;
  RundownItem item;
  item.item.title = request.title;
  item.media = request.media;
  item.length = std::min(request.media.length, longest);
  item.by_hand = true;
  rundown.length = item.length;
  rundown.items.push_back(std::move(item));
  return std::make_shared<const Rundown>(std::move(rundown));
}

}  // namespace

void Station::Impl::must_have_air(const ManualPlay& request) const {
  if (request.level == 1) return;
  if (arbiter.paused()) {
    throw AirTaken("paused", {"trạm đang tạm dừng", "the station is paused"});
  }
  const Bid* current = arbiter.on_air();
  if (current == nullptr || current->level >= request.level) return;
  throw AirTaken("no-air", {"đang phát tin có mức cao hơn", "something of a higher level is on"});
}

std::string Station::play(const ManualPlay& request) {
  Impl& self = *impl_;
  const Now at = self.observe();
  if (request.live) self.must_have_air(request);
  Live live;
  live.subject.occurrence =
      fmt::format("manual/{}.{}", self.journal.epoch(), self.journal.last_seq() + 1);
  live.subject.title = request.title;
  live.subject.nominal = at.wall;
  live.subject.level = request.level;
  live.source = Source::hand;
  live.once = request.live;
  live.clusters = self.clusters_of(request.clusters);
  live.over = request.over;
  live.late_rule = late_rule_of(request);
  live.rundown = rundown_of(request, self.settings.longest_manual);
  live.start = at.wall;
  live.steady_start = at.steady;
  live.steady_end = self.earliest_sound(at.steady, live.clusters) + live.rundown->length;
  live.end = at.wall + (live.steady_end - live.steady_start);
  if (const auto breach = self.breach_by_hand(live, at)) throw PolicyRefused(*breach);
  std::string id = live.subject.occurrence;
  if (!self.recorder.intent(at, live.subject) && request.level != 1) {
    throw journal::DiskFull("the journal cannot record it");
  }
  self.recorder.event(at, request.live ? "live" : "play", how(request));
  self.lives.emplace(id, std::move(live));
  self.plan();
  return id;
}

void Station::stop(bool all, const std::string& by) {
  Impl& self = *impl_;
  const Now at = self.observe();
  self.recorder.event(at, all ? "stop-all" : "stop", by_whom(by));
  std::vector<std::string> ids;
  for (const auto& [id, live] : self.lives) {
    const bool current = live.state == Live::State::on_air;
    if (current || (all && live.state != Live::State::due)) ids.push_back(id);
  }
  // What waits is taken away first, so that it does not get the air for a moment.
  std::stable_partition(ids.begin(), ids.end(), [&](const std::string& id) {
    return self.lives.at(id).state != Live::State::on_air;
  });
  for (const std::string& id : ids) {
    self.apply(self.arbiter.withdraw(at.steady, id, "stopped"));
  }
  self.plan();
}

void Station::withdraw(const std::string& occurrence, const std::string& reason) {
  Impl& self = *impl_;
  const Now at = self.observe();
  self.apply(self.arbiter.withdraw(at.steady, occurrence, reason));
  self.plan();
}

std::optional<bool> Station::has_begun(const std::string& occurrence) const {
  const auto found = impl_->lives.find(occurrence);
  if (found == impl_->lives.end() || found->second.state == Live::State::leaving)
    return std::nullopt;
  return sounds(found->second.state) && found->second.sound_begin <= impl_->timers.now().steady;
}

void Station::pause(const std::string& by) {
  impl_->recorder.event(impl_->observe(), "pause", by_whom(by));
  impl_->apply(impl_->arbiter.pause(impl_->now.steady, true));
  for (auto& [id, live] : impl_->lives) {
    if (live.state == Live::State::due) impl_->disarm(live);
  }
  impl_->plan();
}

void Station::resume(const std::string& by) {
  impl_->recorder.event(impl_->observe(), "resume", by_whom(by));
  impl_->apply(impl_->arbiter.pause(impl_->now.steady, false));
  impl_->plan();
}

void Station::set_volume(int percent, const std::string& by) {
  impl_->volume = std::clamp(percent, 0, 100);
  impl_->set_gain(impl_->observe());
  nlohmann::json detail{{"by", by}, {"percent", impl_->volume}};
  impl_->recorder.event(impl_->observe(), "volume", detail.dump());
  impl_->journal.remember("volume", std::to_string(impl_->volume));
  impl_->changed();
}

void Station::note_act(const Act& act) {
  const nlohmann::ordered_json detail{{"act", act.what}, {"by", act.by}, {"status", act.status}};
  impl_->recorder.event(impl_->observe(), act.kind, detail.dump());
}

void Station::start() {
  Impl& self = *impl_;
  const Now at = self.observe();
  self.booted = at.steady;
  self.last_sound = at.steady;
  self.started = true;
  self.note_boot(at);
  self.note_policy(at);
  self.recall_rules();
  self.set_gain(at);
  self.pending_week = self.store.pending() != nullptr;
  self.week = self.store.current();
  if (self.week) self.timetable = std::make_unique<schedules::Timetable>(self.week);
  if (self.store.in_safe_mode()) self.note_safe_mode(at);
  self.close_torn_by_hand(at);
  self.plan();
}

void Station::shut_down(const std::string& reason) {
  Impl& self = *impl_;
  if (!self.started || self.shutting_down) return;
  self.shutting_down = true;
  self.timers.cancel(self.timer);
  self.timer = 0;
  const Now at = self.observe();
  self.recorder.event(at, "shutdown", nlohmann::json{{"why", reason}}.dump());
  self.journal.remember("clean-stop", "1");
  self.remember_settled();
  // The intent of what is on the air stays open: the next start takes it up again, or closes it.
  for (auto& [id, live] : self.lives) {
    if (!live.run.empty()) self.player.halt(live.run, self.settings.fade);
  }
  self.air.rest();
}

}  // namespace loa::daemon
