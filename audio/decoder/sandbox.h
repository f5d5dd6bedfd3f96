// What the decoder may still do once it reads bytes that nobody vouches for: compute, read what is
// open, write its answer, end. Anything else kills the process (SIGSYS).
#pragma once

#include <functional>

namespace loa::audio {

enum class Sandbox {
  file,      // reads its standard input, writes its standard output; no network at all
  relay,     // the same over sockets that are open already; none can be made or connected.
             // Over a socket without a connection nothing is sent: that fails with EACCES, and so
             // does opening a file, instead of killing.
  session,   // as relay, and making another connection fails with EACCES: to somewhere else is
             // where a server may send its callers.
  document,  // as file, for libraries that look for data of their own: asking for a file by name
             // fails with EACCES instead of killing.
  voice,     // as file, for a speech engine that loads its data as words ask for it: files can be
             // opened, for reading alone.
};

// As many descriptors may be open.
inline constexpr int kOpenFiles = 64;

// Memory, CPU time, open files, no core dump, no file of any size; no new privileges, and death
// with the parent. Call first. Throws std::system_error.
void limit_resources();

// Closes the door: a seccomp filter for all threads, never to be lifted. Throws std::system_error.
void enter(Sandbox sandbox);

// Ends the process with the status that `run` returns; with 2, after a line on standard error, if
// it throws. Not by exit(): what other libraries do there is not what the sandbox allows.
[[noreturn]] void end_as(const char* program, const std::function<int()>& run);

}  // namespace loa::audio
