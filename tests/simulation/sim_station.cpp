// Power on, power off.
#include "tests/simulation/sim_station.h"

#include <algorithm>
#include <charconv>

namespace loa::simulation {

using base::Duration;

// Rarer than a real station's: what a year asks for is its rows.
constexpr std::chrono::minutes kStatusEvery{30};

daemon::Media SimLibrary::find(const schedules::Item& item) {
  if (const auto* relay = std::get_if<schedules::Relay>(&item.source)) {
    return daemon::ReadyMedia{relay->url, true, relay->duration, "", 1.0F};
  }
  if (const auto* chime = std::get_if<schedules::Chime>(&item.source)) {
    return daemon::ReadyMedia{chime->name, false, std::chrono::seconds{4}, "", 1.0F};
  }
  const auto* file = std::get_if<schedules::AudioFile>(&item.source);
  if (file == nullptr || missing_.contains(file->path)) {
    return daemon::MissingMedia{"media-missing", {"thiếu tệp", "no such file"}};
  }
  if (!ready_()) return daemon::MissingMedia{"not-ready", {"chưa xong", "not yet"}};
  int seconds = 0;
  std::from_chars(file->path.data(), file->path.data() + file->path.size(), seconds);
  const auto exchanged = lengths_.find(file->path);
  const Duration length =
      exchanged == lengths_.end() ? std::chrono::seconds{seconds} : exchanged->second;
  return daemon::ReadyMedia{file->path, false, length, "", 1.0F};
}

void SimLibrary::read_again(const schedules::Item& item) {
  if (const auto* file = schedules::audio_file_of(item)) read_.push_back(file->path);
}

void SimLibrary::set_missing(std::string path, bool missing) {
  if (missing) {
    missing_.insert(std::move(path));
  } else {
    missing_.erase(path);
  }
}

SimStation::SimStation(base::VirtualTimers& timers, daemon::Link& link,
                       std::filesystem::path folder)
    : timers_(timers), link_(link), path_(std::move(folder) / "journal.db") {
  // The oracles look at the whole record.
  settings_.keep_rows = std::chrono::hours{24 * 365 * 100};
}

SimStation::~SimStation() { cut_power(); }

void SimStation::power_on(std::string boot) {
  journal_ = std::make_unique<journal::Journal>(path_, "st-sim", boot);
  air_ = std::make_unique<SimAir>(
      timers_,
      audio::AirEvents{[this](const audio::CueStarted& e) { station_->cue_started(e); },
                       [this](const audio::CueEnded& e) { station_->cue_ended(e); },
                       [this](const audio::DeviceChange& e) { station_->device_changed(e); },
                       [this](const audio::RelayChange& e) { station_->relay_changed(e); }});
  station_ = std::make_unique<daemon::Station>(settings_, timers_, *air_, library_, *journal_,
                                               schedules_, lines_.get());
  if (with_uplink_) connect(boot);
  station_->start();
}

void SimStation::connect(const std::string& boot) {
  uplink_ = std::make_unique<daemon::Uplink>(
      daemon::UplinkSettings{"st-sim", boot, std::chrono::seconds{60}, kStatusEvery}, timers_,
      link_, *journal_, [this] {
        protocol::StatusReport report;
        report.station = "st-sim";
        report.seq = journal_->last_seq();
        report.faults = station_->view().faults;
        return report;
      });
  station_->on_change([this] { uplink_->nudge(); });
  uplink_->on_row_refused(
      [this](std::uint64_t epoch, std::uint64_t seq) { station_->note_refused_row(epoch, seq); });
  uplink_->start();
}

void SimStation::cut_power() {
  if (!on()) return;
  for (const Heard& heard : air_->heard()) heard_before_.push_back(heard);
  for (const Spell& cue : air_->cued()) cued_before_.push_back(cue);
  for (const Low& low : air_->low()) low_before_.push_back(low);
  for (const Loudness& one : air_->loudness()) loudness_before_.push_back(one);
  if (lines_) lines_->let_go();
  uplink_.reset();
  station_.reset();
  air_.reset();
  journal_.reset();
}

void SimStation::restart(std::string boot) {
  station_->shut_down("restart");
  timers_.run_until(timers_.now().steady + std::chrono::seconds{1});
  cut_power();
  power_on(std::move(boot));
}

void SimStation::fill_disk() {
  journal_->limit_pages(1);
  journal::Row filler;
  filler.title = "filler";
  filler.wall = timers_.now().wall;
  // First in big pieces, then until not even the smallest row fits.
  for (const std::size_t size : {std::size_t{512}, std::size_t{0}}) {
    filler.evidence = std::string(size, ' ');
    try {
      for (;;) journal_->append(filler);
    } catch (const journal::DiskFull&) {
      continue;
    }
  }
}

void SimStation::free_disk() { journal_->limit_pages(1'000'000'000); }

void SimStation::with_amplifier(const daemon::AmplifierSettings& amplifier) {
  settings_.amplifier = amplifier;
  lines_ = std::make_unique<SimLines>(timers_, amplifier.leads.size());
}

std::string SimStation::amplifier_faults() const {
  auto cued = cued_before_;
  std::ranges::sort(cued, {}, &Spell::from);
  return ask_amplifier_oracle(settings_.amplifier, cued, lines_->spells());
}

void SimStation::load(KeptSchedules::Week week) {
  if (on()) {
    station_->load(std::move(week));
  } else {
    schedules_.set_pending(std::move(week));
  }
}

std::vector<Heard> SimStation::heard() const {
  std::vector<Heard> all = heard_before_;
  if (air_) all.insert(all.end(), air_->heard().begin(), air_->heard().end());
  return all;
}

std::vector<Low> SimStation::low() const {
  std::vector<Low> all = low_before_;
  if (air_) all.insert(all.end(), air_->low().begin(), air_->low().end());
  return all;
}

std::vector<Spell> SimStation::cued() const {
  std::vector<Spell> all = cued_before_;
  if (air_) std::ranges::copy(air_->cued(), std::back_inserter(all));
  return all;
}

std::vector<Loudness> SimStation::loudness() const {
  std::vector<Loudness> all = loudness_before_;
  if (air_) all.insert(all.end(), air_->loudness().begin(), air_->loudness().end());
  return all;
}

}  // namespace loa::simulation
