// The real program loa-station, on the virtual output, for the commands that need one.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "program.h"

namespace loa::cli::testing {

class StationProgram {
 public:
  // Runs in `folder` (its state in folder/state) and waits until it answers. `more`: of its
  // configuration, as in R"("volumeCeiling": 80, )".
  explicit StationProgram(const Folder& folder, const std::string& more = {});
  StationProgram(const StationProgram&) = delete;
  StationProgram& operator=(const StationProgram&) = delete;
  ~StationProgram();

  // `loa ARGUMENTS...` with LOA_STATION and LOA_CONFIG set to this station's.
  Ran loa(const std::vector<std::string>& arguments) const;
  // The same by somebody who cannot read the state folder.
  Ran loa_by_a_stranger(const std::vector<std::string>& arguments) const;
  const std::string& url() const { return url_; }
  // SIGTERM, and how it ended.
  int stop();

 private:
  std::string url_;
  std::string config_;
  pid_t child_ = -1;
};

}  // namespace loa::cli::testing
