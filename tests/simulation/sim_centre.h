// The real centre's logic and store, without its HTTP.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/timers.h"
#include "daemon/link.h"
#include "journal/row.h"

namespace loa::simulation {

class SimCentre {
 public:
  SimCentre(const std::filesystem::path& database, base::Timers& timers);
  ~SimCentre();

  daemon::LinkAnswer answer(const daemon::Letter& letter);
  // Of the station, up to `limit`, oldest first.
  std::vector<journal::Row> rows(std::size_t limit);
  // In words, how the centre's rows differ from the station's; "" if they do not.
  std::string compare(const std::vector<journal::Row>& rows);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace loa::simulation
