// What a process takes of the machine.
#pragma once

namespace loa::bench {

// Resident bytes, and seconds of processor.
struct Usage {
  double rss = 0;
  double cpu = 0;
};

// By /proc; zeros of one that is not there.
Usage usage_of(int process);

}  // namespace loa::bench
