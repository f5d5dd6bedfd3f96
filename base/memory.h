// How the heap behaves in a program that runs for years beside little memory.
#pragma once

namespace loa::base {

// Blocks of 64 KiB and more are the system's again as soon as they are freed, and so is what is
// free at an arena's end. By itself glibc learns from every large block that is freed to keep as
// much for good, in each thread's arena (mallopt(3)): megabytes after the first bulletin. To be
// called before there are threads.
void keep_heap_small();

}  // namespace loa::base
