// A station as it stands in a commune: what survives a power cut, and what does not.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/timers.h"
#include "daemon/station.h"
#include "daemon/uplink.h"
#include "tests/simulation/random.h"
#include "tests/simulation/sim_air.h"

namespace loa::simulation {

// The files with the weeks: they survive.
class KeptSchedules final : public daemon::ScheduleStore {
 public:
  using Week = std::shared_ptr<const schedules::WeeklySchedule>;
  Week current() override { return current_; }
  Week pending() override { return pending_; }
  void set_pending(Week week) override { pending_ = std::move(week); }
  void activate() override { current_ = std::exchange(pending_, nullptr); }

 private:
  Week current_;
  Week pending_;
};

// Media are as long as their name says: "90s.wav"; some can be taken away, or be another length.
class SimLibrary final : public daemon::Library {
 public:
  daemon::Media find(const schedules::Item& item) override;
  void read_again(const schedules::Item& item) override;
  // The files that were read again, since this was asked the last time.
  std::vector<std::string> were_read() { return std::exchange(read_, {}); }
  void set_missing(std::string path, bool missing);
  void set_length(const std::string& path, base::Duration length) { lengths_[path] = length; }
  // As after a boot: what is there must be looked at again, which takes until then.
  void not_ready_before(base::VirtualTimers& timers, base::Steady when) {
    ready_ = [&timers, when] { return timers.now().steady >= when; };
  }

 private:
  std::set<std::string> missing_;
  std::vector<std::string> read_;
  std::map<std::string, base::Duration> lengths_;
  std::function<bool()> ready_ = [] { return true; };
};

class SimStation {
 public:
  SimStation(base::VirtualTimers& timers, daemon::Link& link, std::filesystem::path folder);
  ~SimStation();

  void power_on(std::string boot);
  // In the middle of whatever it does.
  void cut_power();
  // As an update or a Ctrl-C does it: asked to stop, then gone after a second.
  void restart(std::string boot);
  // For tests of what is deleted; by default a simulated station keeps all of its record.
  void keep_rows(base::Duration length) { settings_.keep_rows = length; }
  // The rules that the station is held to from the next start on.
  void hold_to(std::shared_ptr<const schedules::Policy> policy) {
    settings_.policy = std::move(policy);
  }
  // What sounds round programmes from the next start on.
  void with_frame(daemon::Frame frame) { settings_.frame = std::move(frame); }
  // The clusters that it drives from the next start on, with channels of their own or as one.
  void with_clusters(std::vector<std::string> clusters, bool mapped) {
    settings_.clusters = std::move(clusters);
    settings_.clusters_mapped = mapped;
  }
  // How loud an emergency is at least, from the next start on.
  void with_emergency_volume(int percent) { settings_.emergency_volume = percent; }
  // What it switches from the next start on.
  void with_amplifier(const daemon::AmplifierSettings& amplifier);
  // A station that works alone: a year of it goes by much faster.
  void without_centre() { with_uplink_ = false; }
  bool on() const { return station_ != nullptr; }

  void load(KeptSchedules::Week week);
  // Writes until the disk refuses, as somebody else's log would; and makes room again.
  void fill_disk();
  void free_disk();
  daemon::Station& station() { return *station_; }
  SimAir& air() { return *air_; }
  SimLibrary& library() { return library_; }
  journal::Journal& journal() { return *journal_; }
  const std::filesystem::path& journal_path() const { return path_; }
  // All that was heard since the beginning.
  std::vector<Heard> heard() const;
  // What was lowered, and what was cued, since the beginning.
  std::vector<Low> low() const;
  std::vector<Spell> cued() const;
  // How loud it was, since the beginning.
  std::vector<Loudness> loudness() const;
  // Says what does not hold of the amplifier up to the last power cut, "" if all does.
  std::string amplifier_faults() const;
  const SimLines& lines() const { return *lines_; }
  KeptSchedules& schedules() { return schedules_; }

 private:
  void connect(const std::string& boot);

  base::VirtualTimers& timers_;
  daemon::Link& link_;
  daemon::StationSettings settings_;
  std::filesystem::path path_;
  KeptSchedules schedules_;
  SimLibrary library_;
  std::vector<Heard> heard_before_;
  std::vector<Low> low_before_;
  std::vector<Loudness> loudness_before_;
  std::vector<Spell> cued_before_;
  std::unique_ptr<SimLines> lines_;  // null: it switches nothing
  bool with_uplink_ = true;
  std::unique_ptr<journal::Journal> journal_;
  std::unique_ptr<SimAir> air_;
  std::unique_ptr<daemon::Station> station_;
  std::unique_ptr<daemon::Uplink> uplink_;
};

}  // namespace loa::simulation
