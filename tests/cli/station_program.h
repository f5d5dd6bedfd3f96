// The real program loa-station, on the virtual output, for the commands that need one.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "program.h"

namespace loa::cli::testing {

class StationProgram {
 public:
  // Runs in `folder` (its state in folder/state) and waits until it answers.
  explicit StationProgram(const Folder& folder);
  StationProgram(const StationProgram&) = delete;
  StationProgram& operator=(const StationProgram&) = delete;
  ~StationProgram();

  // `loa ARGUMENTS...` with LOA_STATION set to this station.
  Ran loa(const std::vector<std::string>& arguments) const;
  // SIGTERM, and how it ended.
  int stop();

 private:
  std::string url_;
  pid_t child_ = -1;
};

}  // namespace loa::cli::testing
