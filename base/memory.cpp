#include "base/memory.h"

#include <malloc.h>

namespace loa::base {
namespace {

constexpr int kMostKept = 64 * 1024;

}  // namespace

void keep_heap_small() {
  // Either call also ends the learning.
  ::mallopt(M_MMAP_THRESHOLD, kMostKept);
  ::mallopt(M_TRIM_THRESHOLD, kMostKept);
}

}  // namespace loa::base
