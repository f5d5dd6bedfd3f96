// Whether what was approved and signed has sounded anywhere: found in the rows that stations send.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "centre/programmes.h"

namespace loa::centre {

// Whether it is an item of one of these schedules ("id.version") that sounded, and not before
// `given`. A row whose clock was not trusted does not say when, and is passed over. Pure.
bool sounded(const journal::Row& row, const std::set<std::string>& schedules, base::Wall given);

// One thread. Blocks on the disk; throws SqlError.
class AirWatch {
 public:
  // All of it outlives this.
  AirWatch(Store& store, Programmes& programmes) : store_(store), programmes_(programmes) {
    look();
  }

  // Every 15 s, as other centres are given bundles too, and when this one has been.
  void look();
  // Rows of a station that have been stored; `taken`: the fingerprint of the bundle that it reports
  // to have taken. The first that is of a bundle's week is written down for good.
  void heard(const std::string& station, const std::string& taken,
             std::span<const journal::Row> rows, base::Wall now);

 private:
  Store& store_;
  Programmes& programmes_;
  std::map<std::string, base::Wall> silent_;  // bundles that have not sounded: when they were given
};

}  // namespace loa::centre
