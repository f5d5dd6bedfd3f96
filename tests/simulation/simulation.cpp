// The world: what happens to the station, and when.
#include "tests/simulation/simulation.h"

#include <fmt/format.h>

#include <functional>

#include "tests/simulation/oracles.h"
#include "tests/simulation/sim_centre.h"
#include "tests/simulation/week.h"

namespace loa::simulation {

using base::ClockQuality;
using base::Duration;
using base::Steady;
using base::Wall;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

Faults no_faults() { return {}; }

Faults daily_faults() {
  Faults faults;
  faults.power_cut = hours{24};
  faults.clock_step = hours{24 * 5};
  faults.link_loss = hours{12};
  faults.device_loss = hours{36};
  faults.disk_full = hours{24 * 4};
  faults.media_loss = hours{24 * 2};
  faults.by_hand = hours{24};
  return faults;
}

struct Simulation::Impl {
  Impl(std::uint64_t seed, Faults wanted, std::filesystem::path place)
      : random(seed),
        faults(wanted),
        folder(std::move(place)),
        timers({Steady{seconds{1}}, kBegin, ClockQuality::synced}),
        centre(folder / "centre.db", timers),
        link(timers, random,
             [this](const daemon::Letter& letter, const SimLink::Done& done) {
               done(centre.answer(letter));
             }),
        station(timers, link, folder) {
    station.with_amplifier(random_amplifier());
  }

  // Monday 2026-01-05 00:00 in Viet Nam.
  static constexpr Wall kBegin = date::sys_days{date::year{2026} / 1 / 4} + hours{17};

  daemon::AmplifierSettings random_amplifier() {
    const Duration longest = random.between(Duration{0}, seconds{20});
    return {{longest, longest / 3, Duration{0}},
            random.between(seconds{1}, seconds{20}),
            random.between(Duration{0}, minutes{10}),
            random.between(seconds{1}, seconds{60})};
  }

  Wall true_wall() const { return wall_at_begin + (timers_now() - began); }
  Steady timers_now() const { return const_cast<base::VirtualTimers&>(timers).now().steady; }
  std::string next_boot() { return fmt::format("boot-{}", ++boots); }

  void later(Duration in, std::function<void()> what) {
    timers.at(timers.now().steady + in, std::move(what));
  }

  // Comes again and again, at random distances around `mean`, until the quiet time.
  void again_and_again(Duration mean, std::function<void()> fault) {
    if (mean == Duration{0}) return;
    later(random.between(Duration{1}, mean * 2), [this, mean, fault] {
      if (!quiet) fault();
      if (!quiet) again_and_again(mean, fault);
    });
  }

  void set_true_time(ClockQuality quality) {
    timers.step_wall(true_wall() - timers.now().wall);
    timers.set_quality(quality);
    if (station.on()) station.station().clock_changed();
  }

  void cut_power() {
    if (!station.on()) return;
    ++findings.power_cuts;
    station.cut_power();
    const Duration off = random.chance(10) ? random.between(hours{6}, hours{80})
                                           : random.between(seconds{5}, hours{3});
    later(off, [this] { return_power(); });
  }

  void return_power() {
    if (station.on()) return;
    if (!faults.battery) {
      timers.set_quality(ClockQuality::unknown);
      timers.step_wall(Wall{hours{24 * 365 * 50}} - timers.now().wall);
    }
    station.power_on(next_boot());
    const Duration until_synced = random.chance(80) ? random.between(seconds{5}, minutes{5})
                                                    : random.between(minutes{5}, hours{5});
    later(until_synced, [this] { set_true_time(ClockQuality::synced); });
  }

  // A wrong reference: seconds to years, and right again later.
  void step_clock() {
    if (!station.on()) return;
    ++findings.clock_steps;
    const Duration sizes[] = {seconds{5}, minutes{20}, hours{30}, hours{24 * 365 * 3}};
    const Duration most = sizes[random.between(0, 3)];
    const Duration by = random.between(-most, most);
    timers.step_wall(by);
    station.station().clock_changed();
    later(random.between(seconds{10}, hours{2}), [this] { set_true_time(ClockQuality::synced); });
  }

  void lose_link() {
    link.set_up(false);
    later(random.between(seconds{30}, hours{20}), [this] { link.set_up(true); });
  }

  void lose_device() {
    if (!station.on()) return;
    station.air().unplug();
    later(random.between(seconds{2}, hours{4}), [this] {
      if (station.on()) station.air().plug_in();
    });
  }

  void fill_disk() {
    if (!station.on()) return;
    station.fill_disk();
    later(random.between(minutes{1}, hours{6}), [this] {
      if (station.on()) station.free_disk();
    });
  }

  void lose_media() {
    const std::string path = random.chance(50) ? kBulletinFile : kNewsFile;
    station.library().set_missing(path, true);
    later(random.between(minutes{5}, hours{12}),
          [this, path] { station.library().set_missing(path, false); });
    if (station.on() && random.chance(50)) station.air().fail_next();
  }

  void act_by_hand() {
    if (!station.on()) return;
    try {
      do_something("operator");
    } catch (const journal::DiskFull&) {
      // Said to the operator, who tries again another day.
    }
  }

  void do_something(const std::string& who) {
    switch (random.between(0, 5)) {
      case 0:
        station.station().play({"Thông báo khẩn", announcement(), 1, who});
        break;
      case 1:
        station.station().play({"Thông báo", announcement(), 3, who, false, random.chance(60)});
        break;
      case 2:
        station.station().stop(random.chance(30), who);
        break;
      case 3:
        station.station().pause(who);
        later(random.between(seconds{5}, minutes{40}), [this, who] {
          if (station.on()) station.station().resume(who);
        });
        break;
      case 4:
        station.load(example_week(++week_version));
        break;
      default:
        restart();
        break;
    }
  }

  void restart() {
    // Not from inside a callback of the station's own: the loop does it.
    later(Duration{1}, [this] { wants_restart = true; });
  }

  daemon::ReadyMedia announcement() {
    return {"by-hand", false, random.between(seconds{5}, minutes{3}), "", 1.0F};
  }

  void run_until(Steady until) {
    while (timers.now().steady < until) {
      const auto next = timers.next();
      timers.run_until(next ? std::min(*next, until) : until);
      if (std::exchange(wants_restart, false) && station.on()) station.restart(next_boot());
    }
  }

  void begin() {
    station.load(example_week(week_version));
    station.power_on(next_boot());
    again_and_again(faults.power_cut, [this] { cut_power(); });
    again_and_again(faults.clock_step, [this] { step_clock(); });
    again_and_again(faults.link_loss, [this] { lose_link(); });
    again_and_again(faults.device_loss, [this] { lose_device(); });
    again_and_again(faults.disk_full, [this] { fill_disk(); });
    again_and_again(faults.media_loss, [this] { lose_media(); });
    again_and_again(faults.by_hand, [this] { act_by_hand(); });
    link.set_loss(faults.link_loss == Duration{0} ? 0 : 5);
  }

  // Everything is repaired; the longest hold and the longest absence run out.
  void become_quiet() {
    quiet = true;
    run_until(timers.now().steady + hours{84});
    link.set_up(true);
    link.set_loss(0);
    if (!station.on()) return_power();
    station.air().plug_in();
    station.free_disk();
    station.library().set_missing(kBulletinFile, false);
    station.library().set_missing(kNewsFile, false);
    set_true_time(ClockQuality::synced);
    station.station().resume("quiet");
    run_until(timers.now().steady + hours{30});
  }

  Random random;
  Faults faults;
  std::filesystem::path folder;
  base::VirtualTimers timers;
  SimCentre centre;
  SimLink link;
  SimStation station;
  Findings findings;
  const Steady began = timers.now().steady;
  const Wall wall_at_begin = kBegin;
  int boots = 0;
  int week_version = 1;
  bool quiet = false;
  bool wants_restart = false;
};

Simulation::Simulation(std::uint64_t seed, Faults faults, std::filesystem::path folder)
    : impl_(std::make_unique<Impl>(seed, faults, std::move(folder))) {}

Simulation::~Simulation() = default;

Findings Simulation::run(Duration length) {
  Impl& self = *impl_;
  self.begin();
  self.run_until(self.timers.now().steady + length);
  self.become_quiet();
  const Wall judged_to = self.true_wall() - hours{2};
  self.findings.rows = self.station.journal().last_seq();
  ask_oracles({self.station, self.centre, Impl::kBegin, judged_to}, self.findings);
  self.station.cut_power();
  if (auto wrong = self.station.amplifier_faults(); !wrong.empty()) {
    self.findings.broken.push_back(std::move(wrong));
  }
  return self.findings;
}

}  // namespace loa::simulation
