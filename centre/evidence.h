// What the centre's database holds of one station's record, and what was found wrong in it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "centre/store.h"

namespace loa::centre {

enum class Wrong {
  changed,     // the row's content is not what was taken
  removed,     // rows that were taken are not there
  reordered,   // the row stands in the place of another one of its epoch
  back_dated,  // its time, or when it was taken, was set back
  added,       // a row that was never taken
  checkpoint,  // is not signed by the station, or the station is not known
  head,        // the epoch's newest row is not the one that was noted
  entry,       // of the centre's log: changed, removed, or not where the tree has it
  kept_head,   // the log does not continue the one whose head was kept elsewhere
};

// The first thing that is wrong of a station's record, or of the log.
struct Finding {
  Wrong wrong = Wrong::changed;
  std::string station = {};  // "": the log itself
  std::uint64_t epoch = 0;
  std::uint64_t first = 0;  // seq; one of `first` to `last` where it is not known which
  std::uint64_t last = 0;
  std::uint64_t moved_from = 0;                       // where a reordered row belongs; 0: nowhere
  std::optional<std::uint64_t> entry = std::nullopt;  // the log's, where it is about one
};

// Stable: row-changed, row-removed, row-reordered, row-back-dated, row-added, checkpoint-changed,
// head-changed, log-changed, log-replaced.
const char* code_of(Wrong wrong);
// One sentence.
base::Text words_of(const Finding& finding);

}  // namespace loa::centre
