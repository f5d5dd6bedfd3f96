// Runs a program's clocks faster than the machine's: loaded with LD_PRELOAD, told by
//   FAST_CLOCK="TIMES MONOTONIC_NS REALTIME_NS"
// From those two moments on both clocks run so many times as fast, and all that waits for a time
// waits so much less. (libfaketime does not: its timerfds keep the machine's pace.)
//   FAST_CLOCK_STEP=FILE
// The wall clock differs by what stands in FILE, nanoseconds in an int64_t of the machine's. Who
// writes another number there while the program runs steps its clock, and timerfds that wait for a
// step end as the kernel's do.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define MOST_DESCRIPTORS 1024
#define LOOK_FOR_A_STEP_NS 20000000

static int64_t times = 1;
static int64_t monotonic_base;
static int64_t realtime_base;
static clockid_t clock_of[MOST_DESCRIPTORS];  // of timerfds
static const int64_t no_step = 0;
static const volatile int64_t* step = &no_step;  // nanoseconds
// A timerfd that waits for a step, as fd + 1, and whether there was one.
static volatile int watching;
static volatile int stepped;

static void map_step(const char* file) {
  const int fd = open(file, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return;
  void* mapped = mmap(NULL, sizeof *step, PROT_READ, MAP_SHARED, fd, 0);
  close(fd);
  if (mapped != MAP_FAILED) step = mapped;
}

__attribute__((constructor)) static void begin(void) {
  const char* file = getenv("FAST_CLOCK_STEP");
  if (file) map_step(file);
  const char* told = getenv("FAST_CLOCK");
  long long values[3];
  if (!told || sscanf(told, "%lld %lld %lld", &values[0], &values[1], &values[2]) != 3) return;
  times = values[0];
  monotonic_base = values[1];
  realtime_base = values[2];
}

static int64_t nanoseconds(struct timespec time) {
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static struct timespec timespec_of(int64_t ns) {
  return (struct timespec){ns / 1000000000, ns % 1000000000};
}

static int is_faked(clockid_t clock) {
  return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE || clock == CLOCK_MONOTONIC ||
         clock == CLOCK_MONOTONIC_COARSE || clock == CLOCK_MONOTONIC_RAW || clock == CLOCK_BOOTTIME;
}

static int is_wall(clockid_t clock) {
  return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
}

static int64_t base_of(clockid_t clock) { return is_wall(clock) ? realtime_base : monotonic_base; }

static int64_t step_of(clockid_t clock) { return is_wall(clock) ? *step : 0; }

// Never 0, which would disarm a timer.
static struct timespec shorter(struct timespec span) {
  const int64_t ns = nanoseconds(span);
  return timespec_of(ns > 0 ? ns / times + 1 : 0);
}

static struct timespec machine_time(clockid_t clock, struct timespec faked) {
  const int64_t base = base_of(clock);
  return timespec_of(base + (nanoseconds(faked) - step_of(clock) - base) / times + 1);
}

static int milliseconds(int faked) { return faked <= 0 ? faked : (int)(faked / times) + 1; }

int clock_gettime(clockid_t clock, struct timespec* time) {
  const int result = (int)syscall(SYS_clock_gettime, clock, time);
  if (result != 0 || !is_faked(clock)) return result;
  const int64_t base = base_of(clock);
  *time = timespec_of(base + (nanoseconds(*time) - base) * times + step_of(clock));
  return 0;
}

int gettimeofday(struct timeval* time, void* zone) {
  (void)zone;
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  *time = (struct timeval){now.tv_sec, now.tv_nsec / 1000};
  return 0;
}

time_t time(time_t* out) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (out) *out = now.tv_sec;
  return now.tv_sec;
}

int timerfd_create(clockid_t clock, int flags) {
  const int fd = (int)syscall(SYS_timerfd_create, clock, flags);
  if (fd >= 0 && fd < MOST_DESCRIPTORS) clock_of[fd] = clock;
  return fd;
}

// Makes the timerfd readable when there was a step; whoever reads it then is told so.
static void* look_for_steps(void* unused) {
  (void)unused;
  const struct itimerspec at_once = {.it_value = {0, 1}};
  const struct timespec pause = {0, LOOK_FOR_A_STEP_NS};
  for (int64_t before = *step;;) {
    syscall(SYS_nanosleep, &pause, NULL);
    if (*step == before) continue;
    before = *step;
    stepped = 1;
    syscall(SYS_timerfd_settime, watching - 1, 0, &at_once, NULL);
  }
  return NULL;
}

static void watch(int fd) {
  pthread_t thread;
  const int first = watching == 0;
  watching = fd + 1;
  if (first && step != &no_step) pthread_create(&thread, NULL, look_for_steps, NULL);
}

ssize_t read(int fd, void* to, size_t size) {
  const ssize_t result = syscall(SYS_read, fd, to, size);
  if (result <= 0 || fd + 1 != watching || !stepped) return result;
  stepped = 0;
  errno = ECANCELED;
  return -1;
}

int timerfd_settime(int fd, int flags, const struct itimerspec* wanted, struct itimerspec* old) {
  struct itimerspec spec = *wanted;
  const int armed = nanoseconds(spec.it_value) != 0;
  if (flags & TFD_TIMER_CANCEL_ON_SET) watch(fd);
  // One that waits for the clock to be set never expires.
  if (armed && !(flags & TFD_TIMER_CANCEL_ON_SET)) {
    spec.it_value = flags & TFD_TIMER_ABSTIME ? machine_time(clock_of[fd], spec.it_value)
                                              : shorter(spec.it_value);
    spec.it_interval = shorter(spec.it_interval);
  }
  return (int)syscall(SYS_timerfd_settime, fd, flags, &spec, old);
}

int clock_nanosleep(clockid_t clock, int flags, const struct timespec* wanted,
                    struct timespec* left) {
  const struct timespec span =
      flags & TIMER_ABSTIME ? machine_time(clock, *wanted) : shorter(*wanted);
  return syscall(SYS_clock_nanosleep, clock, flags, &span, left) == 0 ? 0 : errno;
}

int nanosleep(const struct timespec* wanted, struct timespec* left) {
  const struct timespec span = shorter(*wanted);
  return (int)syscall(SYS_nanosleep, &span, left);
}

int epoll_wait(int fd, struct epoll_event* events, int most, int timeout) {
  return (int)syscall(SYS_epoll_pwait, fd, events, most, milliseconds(timeout), NULL, 8);
}

int ppoll(struct pollfd* fds, nfds_t count, const struct timespec* timeout, const sigset_t* mask) {
  struct timespec span;
  if (timeout) span = shorter(*timeout);
  return (int)syscall(SYS_ppoll, fds, count, timeout ? &span : NULL, mask, 8);
}

int poll(struct pollfd* fds, nfds_t count, int timeout) {
  const struct timespec span = timespec_of(timeout * 1000000LL);
  return ppoll(fds, count, timeout < 0 ? NULL : &span, NULL);
}

typedef int (*clockwait)(pthread_cond_t*, pthread_mutex_t*, clockid_t, const struct timespec*);

int pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex, clockid_t clock,
                           const struct timespec* until) {
  static clockwait next;
  if (!next) next = (clockwait)dlsym(RTLD_NEXT, "pthread_cond_clockwait");
  const struct timespec real = machine_time(clock, *until);
  return next(condition, mutex, clock, &real);
}

int pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex,
                           const struct timespec* until) {
  return pthread_cond_clockwait(condition, mutex, CLOCK_REALTIME, until);
}
