#include "tests/simulation/station_year.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>

#include "tests/simulation/mix_oracle.h"
#include "tests/simulation/rule_oracles.h"
#include "tests/simulation/sim_link.h"

namespace loa::simulation {

using base::ClockQuality;
using base::Duration;
using base::Steady;
using base::Wall;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

// Monday 2026-01-05 00:00 in Viet Nam.
constexpr Wall kBegin = date::sys_days{date::year{2026} / 1 / 4} + hours{17};

class StationYear {
 public:
  StationYear(std::uint64_t seed, bool faults, const std::filesystem::path& folder)
      : random_(seed),
        scenario_(random_scenario(random_)),
        timers_({Steady{seconds{1}}, kBegin, ClockQuality::synced}),
        link_(timers_, random_,
              [](const auto&, const SimLink::Done& done) {
                done({503, ""});
              }),
        station_(timers_, link_, folder),
        faults_(faults) {
    station_.without_centre();
    station_.hold_to(scenario_.policy);
    station_.load(scenario_.week);
  }

  YearFindings run(Duration length) {
    station_.power_on("boot-0");
    again_and_again(hours{30}, [this] { announce(); });
    again_and_again(hours{24 * 8}, [this] { lift_rules(); });
    again_and_again(hours{24}, [this] { answer(); });
    again_and_again(hours{24 * 6}, [this] { pause(); });
    if (faults_) again_and_again(hours{24 * 3}, [this] { cut_power(); });
    const Steady end = timers_.now().steady + length;
    timers_.run_until(end);
    quiet_ = true;
    // What was cut or lifted is over, and every result is written.
    timers_.run_until(end + hours{36});
    if (!lifted_.empty()) lifted_.back().to = std::min(lifted_.back().to, timers_.now().steady);
    judge(kBegin + length);
    return std::move(findings_);
  }

 private:
  void later(Duration in, std::function<void()> what) {
    timers_.at(timers_.now().steady + in, std::move(what));
  }

  void again_and_again(Duration mean, std::function<void()> what) {
    later(random_.between(Duration{1}, mean * 2), [this, mean, what] {
      if (quiet_) return;
      if (station_.on()) what();
      again_and_again(mean, what);
    });
  }

  void announce() {
    const int level = static_cast<int>(random_.between(1, 3));
    const daemon::ReadyMedia media{fmt::format("by-hand-{}", level), false,
                                   random_.between(seconds{5}, minutes{8}), "", 1.0F};
    try {
      const bool over = level != 1 && random_.chance(50);
      station_.station().play({"Thông báo", media, level, "chị Hoa", false, over});
    } catch (const daemon::PolicyRefused&) {
      ++findings_.refused;
      if (level == 1) findings_.broken.emplace_back("an emergency was refused");
    }
  }

  void lift_rules() {
    if (!lifted_.empty() && lifted_.back().to > timers_.now().steady) return end_lift();
    const Duration length = random_.between(minutes{10}, hours{20});
    const auto now = timers_.now();
    ++findings_.overrides;
    lifted_.push_back({now.steady, now.steady + length});
    station_.station().override_policy({"Chủ tịch xã", "theo chỉ đạo", now.wall + length}, "page");
  }

  void end_lift() {
    lifted_.back().to = timers_.now().steady;
    station_.station().end_override("page");
  }

  void answer() {
    for (const auto& question : station_.station().collisions()) {
      const auto& [id, first, second] = question.collision;
      if (!random_.chance(40)) continue;
      const std::string chosen = random_.chance(60) ? second.key() : first.key();
      if (!station_.station().answer_collision(id, chosen, "page")) continue;
      ++findings_.answers;
      answers_[id] = chosen;
    }
  }

  void pause() {
    station_.station().pause("page");
    later(random_.between(seconds{5}, minutes{40}), [this] {
      if (station_.on()) station_.station().resume("page");
    });
  }

  // With a clock battery: the rules are looked at, not the clock.
  void cut_power() {
    station_.cut_power();
    later(random_.between(seconds{5}, hours{3}), [this] {
      if (!station_.on()) station_.power_on(fmt::format("boot-{}", ++boots_));
    });
  }

  void judge(Wall to) {
    auto heard = station_.heard();
    std::ranges::sort(heard, {}, &Heard::from);
    const auto loudness = station_.loudness();
    ask_rule_oracles({scenario_, heard, loudness, lifted_, answers_, kBegin, to}, findings_);
    for (auto& fault : mix_faults(heard, station_.low(), station_.cued())) {
      if (findings_.broken.size() < 20) findings_.broken.push_back(std::move(fault));
    }
    findings_.lowered = station_.low().size();
    each_occurrence_has_one_result(to);
  }

  void each_occurrence_has_one_result(Wall to) {
    std::map<std::string, int> results;
    std::uint64_t seq = 0;
    for (;;) {
      const auto rows = station_.journal().after(1, seq, 5000);
      if (rows.empty()) break;
      seq = rows.back().seq;
      for (const auto& row : rows) note(row, results);
    }
    const schedules::Timetable timetable(scenario_.week);
    for (const auto& occurrence : timetable.starting_in(kBegin, to)) {
      ++findings_.occurrences;
      const int count = results[occurrence.key()];
      if (count == 1 || findings_.broken.size() > 10) continue;
      findings_.broken.push_back(fmt::format("{} results for {}", count, occurrence.key()));
    }
  }

  void note(const journal::Row& row, std::map<std::string, int>& results) {
    if (row.kind != journal::Kind::result) return;
    ++results[row.occurrence.substr(row.occurrence.find('/') + 1)];
    if (row.reason.starts_with("policy-")) ++findings_.limited;
    const bool limited = row.level == 1 && row.reason.starts_with("policy-");
    if (limited) findings_.broken.push_back("an emergency was limited: " + row.reason);
    const bool silent = row.level == 1 && row.evidence.find("exempt") == std::string::npos;
    if (silent && row.outcome != journal::Outcome::missed) {
      findings_.broken.push_back("an emergency does not say that it was exempt: " + row.occurrence);
    }
  }

  Random random_;
  Scenario scenario_;
  base::VirtualTimers timers_;
  SimLink link_;
  SimStation station_;
  bool faults_;
  bool quiet_ = false;
  int boots_ = 0;
  YearFindings findings_;
  std::vector<Lifted> lifted_;
  schedules::CollisionAnswers answers_;
};

}  // namespace

YearFindings run_station_year(std::uint64_t seed, Duration length, bool faults,
                              const std::filesystem::path& folder) {
  return StationYear(seed, faults, folder).run(length);
}

}  // namespace loa::simulation
