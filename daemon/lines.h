// What the station asks of the outputs that switch what stands behind the sound card, and what it
// is told of them.
#pragma once

#include <cstddef>
#include <string>

namespace loa::daemon {

class Lines {
 public:
  virtual ~Lines() = default;
  // Never fails here: a line that cannot be had is told of by LinesChange, and gets its state once
  // it can. May block for as long as a chip takes to answer, some milliseconds at most.
  virtual void set(std::size_t line, bool on) = 0;
};

struct LinesChange {
  bool lost = false;   // at least one of them cannot be had
  std::string detail;  // English, one line: which, and why
};

}  // namespace loa::daemon
