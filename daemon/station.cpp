// The station's doors.
#include "daemon/station.h"

#include <nlohmann/json.hpp>

#include "daemon/station_impl.h"

namespace loa::daemon {

Station::Station(StationSettings settings, base::Timers& timers, audio::Air& air, Library& library,
                 journal::Journal& journal, ScheduleStore& schedules, Lines* lines)
    : impl_(std::make_unique<Impl>(settings, timers, air, library, journal, schedules, lines)) {}

Station::~Station() = default;

void Station::clock_changed() { impl_->plan(); }

void Station::cue_started(const audio::CueStarted& event) { impl_->player.cue_started(event); }

void Station::cue_ended(const audio::CueEnded& event) { impl_->player.cue_ended(event); }

void Station::device_changed(const audio::DeviceChange& event) {
  auto& device = impl_->devices[event.output];
  const bool was_lost = device.state == audio::DeviceState::lost;
  const bool is_lost = event.state == audio::DeviceState::lost;
  device = event;
  if (was_lost != is_lost) {
    // Where there is one device it is that.
    const auto which =
        event.output.empty()
            ? ""
            : nlohmann::json{{"device", event.output}, {"clusters", event.clusters}}.dump();
    impl_->recorder.event(impl_->observe(), is_lost ? "device-lost" : "device-back", which);
  }
  impl_->changed();
}

void Station::relay_changed(const audio::RelayChange& event) {
  impl_->player.relay_changed(event);
  impl_->recorder.event(impl_->observe(), event.sounds ? "relay-back" : "relay-silent",
                        nlohmann::json{{"detail", event.detail}}.dump());
  impl_->changed();
}

void Station::air_alarm(const audio::AirAlarm& alarm) {
  impl_->alarms.at(static_cast<std::size_t>(alarm.kind)) = alarm.raised;
  auto detail = nlohmann::json::object();
  if (!alarm.detail.empty()) detail["detail"] = alarm.detail;
  if (const auto whose = impl_->player.whose(alarm.cue)) {
    detail["occurrence"] = whose->first.substr(0, whose->first.rfind('#'));
    detail["item"] = whose->second;
  }
  const std::string name(audio::name_of(alarm.kind));
  impl_->recorder.event(impl_->observe(), alarm.raised ? name : name + "-over",
                        detail.empty() ? "" : detail.dump());
  impl_->changed();
}

void Station::lines_changed(const LinesChange& event) {
  if (std::exchange(impl_->lines_lost, event.lost) != event.lost) {
    impl_->recorder.event(impl_->observe(), event.lost ? "amplifier-lost" : "amplifier-back",
                          nlohmann::json{{"detail", event.detail}}.dump());
  }
  impl_->changed();
}

void Station::load(std::shared_ptr<const schedules::WeeklySchedule> schedule) {
  impl_->store.set_pending(std::move(schedule));
  impl_->pending_week = true;
  impl_->refused = false;
  impl_->plan();
}

void Station::note_refused(const std::string& code, const std::string& by) {
  impl_->refused = true;
  impl_->recorder.event(impl_->observe(), "programme-refused",
                        nlohmann::json{{"code", code}, {"by", by}}.dump());
  impl_->changed();
}

void Station::note_wrong_media(const std::string& path, const std::string& sha256) {
  impl_->recorder.event(impl_->observe(), "media-refused",
                        nlohmann::json{{"path", path}, {"sha256", sha256}}.dump());
  impl_->changed();
}

void Station::note_refused_row(std::uint64_t epoch, std::uint64_t seq) {
  impl_->recorder.event(impl_->observe(), "row-refused",
                        nlohmann::json{{"epoch", epoch}, {"seq", seq}}.dump());
  impl_->changed();
}

void Station::note_command(const std::string& told) {
  impl_->command_refused.reset();
  impl_->recorder.event(impl_->observe(), "command", told);
  impl_->changed();
}

void Station::note_refused_command(const std::string& code, const std::string& by) {
  const auto now = impl_->observe();
  impl_->command_refused = now.steady;
  impl_->recorder.event(now, "command-refused", nlohmann::json{{"code", code}, {"by", by}}.dump());
  impl_->changed();
}

void Station::on_change(std::function<void()> callback) {
  impl_->change = callback;
  impl_->recorder.on_recorded(std::move(callback));
}

const schedules::Policy& Station::policy() const { return impl_->guard.policy(); }

const schedules::Timetable* Station::timetable() const { return impl_->timetable.get(); }

}  // namespace loa::daemon
