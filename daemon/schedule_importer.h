// Has operators' files read by loa-importer, a sandboxed child process for each.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/timers.h"

namespace boost::asio {
class io_context;
}

namespace loa::daemon {

// The loop's thread only; nothing here blocks.
class ScheduleImporter {
 public:
  // What loa-importer printed; nothing where it failed, which the log tells.
  using Done = std::function<void(std::optional<std::string> json)>;

  // `program` is loa-importer. `loop` and `timers` outlive this.
  ScheduleImporter(boost::asio::io_context& loop, base::Timers& timers,
                   std::filesystem::path program);
  // Kills what is under way; its `done` is not called any more.
  ~ScheduleImporter();
  ScheduleImporter(const ScheduleImporter&) = delete;
  ScheduleImporter& operator=(const ScheduleImporter&) = delete;

  // `input` is of the form of importer/request.h. Calls `done` once, within 30 s; within run()
  // where the child cannot be started, or too many are at work.
  void run(std::string input, const Done& done);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace loa::daemon
