#include "audio/sound_thread.h"

#include <pthread.h>
#include <sched.h>

#include <csignal>

namespace loa::audio {
namespace {

constexpr int kPriority = 10;

}  // namespace

void become_sound_thread(const char* name) {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
  pthread_setname_np(pthread_self(), name);
  const sched_param priority{kPriority};
  pthread_setschedparam(pthread_self(), SCHED_FIFO | SCHED_RESET_ON_FORK, &priority);
}

}  // namespace loa::audio
