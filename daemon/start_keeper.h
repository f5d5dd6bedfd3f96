// The count of starts on disk.
#pragma once

#include <filesystem>

#include "daemon/start_count.h"

namespace loa::daemon {

// One thread. Every call blocks on the disk. A disk that refuses is logged and no more: a station
// that cannot count its starts must start all the same.
class StartKeeper {
 public:
  // Counts this start. Before anything that could bring the program down.
  StartKeeper(std::filesystem::path file, const std::string& boot);

  SafeMode safe_mode() const { return count_.safe; }
  void settled() { keep(after_settling(count_)); }
  void stopped() { keep(after_stop(count_)); }
  void new_week() { keep(after_new_week(count_)); }

 private:
  void keep(StartCount count);

  std::filesystem::path file_;
  StartCount count_;
};

}  // namespace loa::daemon
