// One station whose centre does not answer, on virtual time.
#pragma once

#include <gtest/gtest.h>

#include <functional>

#include "tests/simulation/scratch_folder.h"
#include "tests/simulation/sim_link.h"
#include "tests/simulation/sim_station.h"

namespace loa::simulation {

// Monday 2026-01-05, in Viet Nam.
inline base::Wall monday(int hour, int minute = 0, int second = 0) {
  return date::sys_days{date::year{2026} / 1 / 4} + std::chrono::hours{17 + hour} +
         std::chrono::minutes{minute} + std::chrono::seconds{second};
}

class LoneStation : public testing::Test {
 protected:
  // `prepare` gives it what it has before its power comes, its week as well.
  void power_on_at(base::Wall wall, base::ClockQuality quality,
                   const std::function<void(SimStation&)>& prepare) {
    timers_ = std::make_unique<base::VirtualTimers>(
        base::Now{base::Steady{std::chrono::seconds{1}}, wall, quality});
    link_ =
        std::make_unique<SimLink>(*timers_, random_, [](const auto&, const SimLink::Done& done) {
          done({503, "no centre in this test"});
        });
    sim_ = std::make_unique<SimStation>(*timers_, *link_, folder_.path());
    prepare(*sim_);
    sim_->power_on("boot-1");
  }

  void run_to(base::Wall wall) { timers_->run_until(timers_->now().steady_at(wall)); }

  void announce(base::Duration length, int level) {
    sim_->station().play({"Thông báo", {"by-hand", false, length, "", 1.0F}, level, "chị Hoa"});
  }

  std::vector<journal::Row> rows_of(journal::Kind kind) {
    auto rows = sim_->journal().since(base::Wall{base::Duration::min()}, 10'000);
    std::erase_if(rows, [kind](const journal::Row& row) { return row.kind != kind; });
    return rows;
  }
  // Of one slot, or of all.
  std::vector<journal::Row> results(const std::string& slot = "") {
    auto rows = rows_of(journal::Kind::result);
    std::erase_if(rows, [&](const journal::Row& row) {
      return row.occurrence.find("/" + slot) == std::string::npos;
    });
    return rows;
  }

  ScratchFolder folder_;
  Random random_{1};
  std::unique_ptr<base::VirtualTimers> timers_;
  std::unique_ptr<SimLink> link_;
  std::unique_ptr<SimStation> sim_;
};

}  // namespace loa::simulation
