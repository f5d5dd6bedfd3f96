// GPIO chips made of nothing, for programs that use libgpiod: this library goes before theirs
// (LD_PRELOAD) and answers the character device of Linux where no kernel does. Only the first
// version of the interface (linux/gpio.h), which libgpiod 1.6 speaks, only outputs, and no edges.
//
// LOA_TEST_GPIO names a folder. Its file "chips" has a chip a line: NAME LABEL LINES, and then
// OFFSET=NAME for lines with names. The chip NAME is absent while a file NAME.gone exists, and may
// not be opened while there is a NAME.forbidden. The file NAME.OFFSET has the line's consumer, the
// voltage (0 low, 1 high) and 1 if active is low, and is locked while somebody holds the line, as
// flock(2) has it: so the end of a process, however it comes, lets its lines go. What happens is
// appended to the file "log": nanoseconds of CLOCK_MONOTONIC, chip, offset, and request, set or
// release with the voltage.
//
// Errors and checks are those of drivers/gpio/gpiolib-cdev.c in Linux 6.1.
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/gpio.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>

enum { MOST_FDS = 1024, MAJOR = 254 };

struct chip {
  char name[32];
  char label[32];
  unsigned lines;
  char names[256];  // " OFFSET=NAME OFFSET=NAME "
};

// What a descriptor stands for.
struct opened {
  enum { NOTHING, CHIP, LINE } kind;
  struct chip chip;
  unsigned offset;
  bool output;
  bool active_low;
};
static struct opened opened[MOST_FDS];

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static const char* folder(void) { return getenv("LOA_TEST_GPIO"); }

static void path_of(char* path, const char* name) {
  snprintf(path, PATH_MAX, "%s/%s", folder(), name);
}

static bool marked(const struct chip* chip, const char* how) {
  char path[PATH_MAX];
  char name[64];
  snprintf(name, sizeof name, "%s.%s", chip->name, how);
  path_of(path, name);
  return REAL(access)(path, F_OK) == 0;
}

// The chip number `index` of those that are there, and its place in the file for its device number.
static bool chip_at(unsigned index, struct chip* chip) {
  char path[PATH_MAX];
  path_of(path, "chips");
  FILE* file = fopen(path, "r");
  if (file == NULL) return false;
  bool found = false;
  char line[512];
  while (!found && fgets(line, sizeof line, file) != NULL) {
    int end = 0;
    if (sscanf(line, "%31s %31s %u%n", chip->name, chip->label, &chip->lines, &end) != 3) continue;
    snprintf(chip->names, sizeof chip->names, "%s", line + end);
    found = !marked(chip, "gone") && index-- == 0;
  }
  fclose(file);
  return found;
}

static bool chip_named(const char* name, struct chip* chip) {
  for (unsigned i = 0; chip_at(i, chip); ++i) {
    if (strcmp(chip->name, name) == 0) return true;
  }
  return false;
}

// "/dev/NAME": whether it is one of ours.
static bool device_of(const char* path, struct chip* chip) {
  if (folder() == NULL || strncmp(path, "/dev/gpiochip", 13) != 0) return false;
  return chip_named(path + strlen("/dev/"), chip);
}

// "/sys/bus/gpio/devices/NAME/dev", by which libgpiod knows that a device is a GPIO chip.
static bool about_of(const char* path, struct chip* chip) {
  char name[64];
  char rest[64];
  if (folder() == NULL) return false;
  if (sscanf(path, "/sys/bus/gpio/devices/%63[^/]/%63s", name, rest) != 2) return false;
  return strcmp(rest, "dev") == 0 && chip_named(name, chip);
}

static unsigned number_of(const struct chip* chip) {
  return (unsigned)strtoul(chip->name + strlen("gpiochip"), NULL, 10);
}

static void tell(const struct opened* line, const char* what, int voltage) {
  char path[PATH_MAX];
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  path_of(path, "log");
  FILE* file = fopen(path, "a");
  if (file == NULL) return;
  fprintf(file, "%lld %s %u %s %d\n", (long long)now.tv_sec * 1000000000LL + now.tv_nsec,
          line->chip.name, line->offset, what, voltage);
  fclose(file);
}

static int state_file(const struct chip* chip, unsigned offset) {
  char path[PATH_MAX];
  char name[64];
  snprintf(name, sizeof name, "%s.%u", chip->name, offset);
  path_of(path, name);
  return REAL(open)(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
}

struct state {
  char consumer[32];
  int voltage;
  int active_low;
};

static struct state read_state(int fd) {
  struct state state = {"", 0, 0};
  char text[96] = "";
  const ssize_t got = pread(fd, text, sizeof text - 1, 0);
  if (got > 0) sscanf(text, "%31s %d %d", state.consumer, &state.voltage, &state.active_low);
  return state;
}

static void write_state(int fd, const struct state* state) {
  char text[96];
  const int size =
      snprintf(text, sizeof text, "%s %d %d\n", state->consumer, state->voltage, state->active_low);
  if (ftruncate(fd, 0) == 0 && pwrite(fd, text, (size_t)size, 0) != size) abort();
}

static int fail(int error) {
  errno = error;
  return -1;
}

static int chip_info(const struct opened* chip, struct gpiochip_info* info) {
  memset(info, 0, sizeof *info);
  snprintf(info->name, sizeof info->name, "%s", chip->chip.name);
  snprintf(info->label, sizeof info->label, "%s", chip->chip.label);
  info->lines = chip->chip.lines;
  return 0;
}

static int line_info(const struct opened* chip, struct gpioline_info* info) {
  const unsigned offset = info->line_offset;
  if (offset >= chip->chip.lines) return fail(EINVAL);
  memset(info, 0, sizeof *info);
  info->line_offset = offset;
  char key[32];
  snprintf(key, sizeof key, " %u=", offset);
  const char* name = strstr(chip->chip.names, key);
  if (name != NULL) sscanf(name + strlen(key), "%31s", info->name);
  const int fd = state_file(&chip->chip, offset);
  if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
    const struct state state = read_state(fd);
    snprintf(info->consumer, sizeof info->consumer, "%s", state.consumer);
    info->flags = GPIOLINE_FLAG_KERNEL | GPIOLINE_FLAG_IS_OUT;
    if (state.active_low) info->flags |= GPIOLINE_FLAG_ACTIVE_LOW;
  }
  REAL(close)(fd);
  return 0;
}

// linehandle_validate_flags() and the beginning of linehandle_create().
static int refusal(const struct opened* chip, const struct gpiohandle_request* request) {
  const unsigned known = GPIOHANDLE_REQUEST_INPUT | GPIOHANDLE_REQUEST_OUTPUT |
                         GPIOHANDLE_REQUEST_ACTIVE_LOW | GPIOHANDLE_REQUEST_OPEN_DRAIN |
                         GPIOHANDLE_REQUEST_OPEN_SOURCE | GPIOHANDLE_REQUEST_BIAS_PULL_UP |
                         GPIOHANDLE_REQUEST_BIAS_PULL_DOWN | GPIOHANDLE_REQUEST_BIAS_DISABLE;
  const unsigned flags = request->flags;
  if (request->lines == 0 || request->lines > GPIOHANDLES_MAX || (flags & ~known)) return EINVAL;
  if ((flags & GPIOHANDLE_REQUEST_INPUT) && (flags & GPIOHANDLE_REQUEST_OUTPUT)) return EINVAL;
  if ((flags & GPIOHANDLE_REQUEST_OPEN_DRAIN) && (flags & GPIOHANDLE_REQUEST_OPEN_SOURCE))
    return EINVAL;
  if (request->lines != 1) return ENOSYS;  // here, not in the kernel: Loa asks for one at a time
  return request->lineoffsets[0] >= chip->chip.lines ? EINVAL : 0;
}

static int request_line(const struct opened* chip, struct gpiohandle_request* request) {
  const int error = refusal(chip, request);
  if (error != 0) return fail(error);
  const unsigned offset = request->lineoffsets[0];
  const int fd = state_file(&chip->chip, offset);
  if (fd < 0 || fd >= MOST_FDS) abort();
  if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
    REAL(close)(fd);
    return fail(EBUSY);
  }
  struct opened* line = &opened[fd];
  *line =
      (struct opened){LINE, chip->chip, offset, (request->flags & GPIOHANDLE_REQUEST_OUTPUT) != 0,
                      (request->flags & GPIOHANDLE_REQUEST_ACTIVE_LOW) != 0};
  struct state state = {"?", request->default_values[0] != 0, line->active_low};
  if (request->consumer_label[0] != '\0')
    snprintf(state.consumer, sizeof state.consumer, "%s", request->consumer_label);
  if (line->active_low) state.voltage = !state.voltage;
  write_state(fd, &state);
  tell(line, "request", state.voltage);
  request->fd = fd;
  return 0;
}

static int set_value(int fd, const struct opened* line, const struct gpiohandle_data* data) {
  if (!line->output) return fail(EPERM);
  struct state state = read_state(fd);
  const int before = state.voltage;
  state.voltage = (data->values[0] != 0) != line->active_low;
  if (state.voltage == before) return 0;
  write_state(fd, &state);
  tell(line, "set", state.voltage);
  return 0;
}

static int get_value(int fd, const struct opened* line, struct gpiohandle_data* data) {
  memset(data, 0, sizeof *data);
  data->values[0] = (read_state(fd).voltage != 0) != line->active_low;
  return 0;
}

int ioctl(int fd, unsigned long request, ...) {
  va_list arguments;
  va_start(arguments, request);
  void* argument = va_arg(arguments, void*);
  va_end(arguments);
  struct opened* what = fd >= 0 && fd < MOST_FDS ? &opened[fd] : NULL;
  if (what == NULL || what->kind == NOTHING) return REAL(ioctl)(fd, request, argument);
  if (marked(&what->chip, "gone")) return fail(ENODEV);
  if (what->kind == CHIP && request == GPIO_GET_CHIPINFO_IOCTL) return chip_info(what, argument);
  if (what->kind == CHIP && request == GPIO_GET_LINEINFO_IOCTL) return line_info(what, argument);
  if (what->kind == CHIP && request == GPIO_GET_LINEHANDLE_IOCTL)
    return request_line(what, argument);
  if (what->kind == LINE && request == GPIOHANDLE_SET_LINE_VALUES_IOCTL)
    return set_value(fd, what, argument);
  if (what->kind == LINE && request == GPIOHANDLE_GET_LINE_VALUES_IOCTL)
    return get_value(fd, what, argument);
  return fail(EINVAL);
}

static int open_chip(const struct chip* chip) {
  if (marked(chip, "forbidden")) return fail(EACCES);
  const int fd = REAL(open)("/dev/null", O_RDWR | O_CLOEXEC);
  if (fd >= 0 && fd < MOST_FDS) opened[fd] = (struct opened){CHIP, *chip, 0, false, false};
  return fd;
}

static int open_about(const struct chip* chip) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return -1;
  dprintf(ends[1], "%d:%u\n", MAJOR, number_of(chip));
  REAL(close)(ends[1]);
  return ends[0];
}

int open(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
  va_end(arguments);
  struct chip chip;
  if (device_of(path, &chip)) return open_chip(&chip);
  if (about_of(path, &chip)) return open_about(&chip);
  return REAL(open)(path, flags, mode);
}

int close(int fd) {
  if (fd >= 0 && fd < MOST_FDS && opened[fd].kind != NOTHING) {
    if (opened[fd].kind == LINE) tell(&opened[fd], "release", read_state(fd).voltage);
    opened[fd].kind = NOTHING;
  }
  return REAL(close)(fd);
}

int access(const char* path, int mode) {
  struct chip chip;
  if (about_of(path, &chip)) return 0;
  return REAL(access)(path, mode);
}

static int stat_device(const struct chip* chip, struct stat* about) {
  memset(about, 0, sizeof *about);
  about->st_mode = S_IFCHR | 0660;
  about->st_rdev = makedev(MAJOR, number_of(chip));
  return 0;
}

int stat(const char* path, struct stat* about) {
  struct chip chip;
  return device_of(path, &chip) ? stat_device(&chip, about) : REAL(stat)(path, about);
}

int lstat(const char* path, struct stat* about) {
  struct chip chip;
  return device_of(path, &chip) ? stat_device(&chip, about) : REAL(lstat)(path, about);
}

int scandir(const char* path, struct dirent*** names, int (*wanted)(const struct dirent*),
            int (*order)(const struct dirent**, const struct dirent**)) {
  if (folder() == NULL || strcmp(path, "/dev") != 0)
    return REAL(scandir)(path, names, wanted, order);
  struct dirent** found = calloc(64, sizeof *found);
  int count = 0;
  struct chip chip;
  for (unsigned i = 0; count < 64 && chip_at(i, &chip); ++i) {
    struct dirent* entry = calloc(1, sizeof *entry);
    snprintf(entry->d_name, sizeof entry->d_name, "%s", chip.name);
    entry->d_type = DT_CHR;
    if (wanted == NULL || wanted(entry)) {
      found[count++] = entry;
    } else {
      free(entry);
    }
  }
  *names = found;
  return count;
}
