#include "base/memory.h"

#include <malloc.h>

namespace loa::base {
namespace {

constexpr int kMostKept = 64 * 1024;

}  // namespace

void keep_heap_small() {
  // Either call also ends the learning. There are no threads yet.
  ::mallopt(M_MMAP_THRESHOLD, kMostKept);  // NOLINT(concurrency-mt-unsafe)
  ::mallopt(M_TRIM_THRESHOLD, kMostKept);  // NOLINT(concurrency-mt-unsafe)
}

}  // namespace loa::base
