// The week on disk: the one in force, the one that waits, and the last good one behind them.
#pragma once

#include <filesystem>

#include "base/problem.h"
#include "daemon/start_keeper.h"
#include "daemon/station.h"
#include "daemon/week_trust.h"

namespace loa::daemon {

// Files in one folder: programme.json (in force), programme-next.json (waits for a trusted clock),
// programme-last.json (was in force before), each with all that was signed of it. A file that is
// not believed is put aside as NAME.damaged-N, and where it was the one in force, the last one
// takes its place. In safe mode the last one is in force, or none, whatever lies there, until
// another week comes.
class FileScheduleStore final : public ScheduleStore {
 public:
  // Reads what is there. Throws std::system_error if the folder cannot be used. `trust` and
  // `starts` outlive it; without `starts` there is no safe mode.
  FileScheduleStore(std::filesystem::path folder, const WeekTrust& trust,
                    StartKeeper* starts = nullptr);

  std::shared_ptr<const schedules::WeeklySchedule> current() override { return current_; }
  std::shared_ptr<const schedules::WeeklySchedule> pending() override { return pending_; }
  // A week that WeekTrust took.
  void set_pending(std::shared_ptr<const schedules::WeeklySchedule> schedule) override;
  void activate() override;
  bool in_safe_mode() const override { return safe_mode() != SafeMode::none; }

  // What was damaged when the store was opened, for the operator.
  const base::Problems& damaged() const { return damaged_; }

 private:
  SafeMode safe_mode() const { return starts_ ? starts_->safe_mode() : SafeMode::none; }
  std::shared_ptr<const schedules::WeeklySchedule> read(const std::string& name);
  void put_aside(const std::filesystem::path& path);

  std::filesystem::path folder_;
  const WeekTrust& trust_;
  StartKeeper* starts_;
  std::shared_ptr<const schedules::WeeklySchedule> current_;
  std::shared_ptr<const schedules::WeeklySchedule> pending_;
  base::Problems damaged_;
};

}  // namespace loa::daemon
