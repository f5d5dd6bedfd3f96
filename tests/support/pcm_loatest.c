// A sound card for tests, made of nothing: an ALSA ioplug whose clock is CLOCK_MONOTONIC with an
// error of `ppm`. It keeps what it is given in FILE (raw frames), and its life in FILE.events:
//   format NAME CHANNELS RATE
//   start NS FRAME PPM   frame FRAME of FILE was presented at NS on CLOCK_MONOTONIC, then the rest
//   stop NS FRAME        the frames of FILE from FRAME on were never heard
//   xrun NS FRAME        frame FRAME should have been presented at NS, and was not there
//   unplug NS FRAME      as stop
// While FILE.unplug exists the card is not there: every call answers -ENODEV. While FILE.stall
// exists its clock stands still (for good: what is written then has no true time). asound.conf.in
// shows the options. Without FILE nothing is kept.
#include <alsa/asoundlib.h>
#include <alsa/pcm_external.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

struct card {
  snd_pcm_ioplug_t io;
  int samples;      // FILE, or -1
  FILE* events;     // FILE.events, or NULL
  char* unplugged;  // the name FILE.unplug, or NULL
  char* stalled;    // the name FILE.stall, or NULL
  int64_t last_played;
  double ppm;
  snd_pcm_format_t format;      // the only one taken, or UNKNOWN for all
  int64_t kept;                 // frames in FILE
  int64_t written;              // frames since prepare
  int64_t started;              // nanoseconds, 0 if not running
  snd_pcm_uframes_t avail_min;  // frames
};

static int64_t now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static double frames_per_ns(const struct card* card) {
  return card->io.rate * (1 + card->ppm * 1e-6) * 1e-9;
}

static int64_t played_at(struct card* card, int64_t ns) {
  if (!card->started) return 0;
  if (card->stalled && access(card->stalled, F_OK) == 0) return card->last_played;
  const int64_t played = (int64_t)floor((double)(ns - card->started) * frames_per_ns(card));
  card->last_played = played < card->written ? played : card->written;
  return card->last_played;
}

static int64_t time_of(const struct card* card, int64_t frame) {
  return card->started + (int64_t)ceil((double)frame / frames_per_ns(card));
}

static void tell(struct card* card, const char* what, int64_t ns, int64_t frame) {
  if (!card->events) return;
  fprintf(card->events, "%s %lld %lld", what, (long long)ns, (long long)frame);
  if (!strcmp(what, "start")) fprintf(card->events, " %.6f", card->ppm);
  fputc('\n', card->events);
  fflush(card->events);
}

static int gone(const struct card* card) {
  return card->unplugged && access(card->unplugged, F_OK) == 0;
}

// The place in FILE of a frame counted since prepare.
static int64_t kept_place(const struct card* card, int64_t frame) {
  return card->kept - card->written + frame;
}

// Makes the poll descriptor readable when avail_min frames will be free.
static void arm(struct card* card) {
  int64_t when = 1;
  if (card->started) {
    const int64_t fill = (int64_t)(card->io.buffer_size - card->avail_min);
    const int64_t frame = card->written - fill;
    if (frame > 0) when = time_of(card, frame);
  }
  const struct itimerspec spec = {.it_value = {when / 1000000000, when % 1000000000}};
  timerfd_settime(card->io.poll_fd, TFD_TIMER_ABSTIME, &spec, NULL);
}

static void halt(struct card* card, const char* what) {
  if (!card->started) return;
  const int64_t now = now_ns();
  tell(card, what, now, kept_place(card, played_at(card, now)));
  card->started = 0;
}

static int card_start(snd_pcm_ioplug_t* io) {
  struct card* card = io->private_data;
  if (gone(card)) return -ENODEV;
  card->started = now_ns();
  tell(card, "start", card->started, kept_place(card, 0));
  arm(card);
  return 0;
}

static int card_stop(snd_pcm_ioplug_t* io) {
  halt(io->private_data, "stop");
  return 0;
}

static int disconnect(struct card* card) {
  halt(card, "unplug");
  snd_pcm_ioplug_set_state(&card->io, SND_PCM_STATE_DISCONNECTED);
  return -ENODEV;
}

static snd_pcm_sframes_t card_pointer(snd_pcm_ioplug_t* io) {
  struct card* card = io->private_data;
  if (gone(card)) {
    disconnect(card);
    return (snd_pcm_sframes_t)(io->hw_ptr % io->buffer_size);
  }
  const int64_t played = played_at(card, now_ns());
  if (card->started && played >= card->written && io->state == SND_PCM_STATE_RUNNING) {
    tell(card, "xrun", time_of(card, card->written), card->kept);
    card->started = 0;
    return -EPIPE;
  }
  return (snd_pcm_sframes_t)(played % (int64_t)io->buffer_size);
}

static int card_delay(snd_pcm_ioplug_t* io, snd_pcm_sframes_t* delay) {
  struct card* card = io->private_data;
  *delay = (snd_pcm_sframes_t)(card->written - played_at(card, now_ns()));
  return 0;
}

static snd_pcm_sframes_t card_transfer(snd_pcm_ioplug_t* io, const snd_pcm_channel_area_t* areas,
                                       snd_pcm_uframes_t offset, snd_pcm_uframes_t size) {
  struct card* card = io->private_data;
  if (gone(card)) return disconnect(card);
  const size_t frame_bytes = areas->step / 8;
  const char* from = (const char*)areas->addr + areas->first / 8 + offset * frame_bytes;
  size_t left = card->samples < 0 ? 0 : size * frame_bytes;
  while (left > 0) {
    const ssize_t done = write(card->samples, from, left);
    if (done < 0) return -errno;
    from += done;
    left -= (size_t)done;
  }
  card->kept += (int64_t)size;
  card->written += (int64_t)size;
  arm(card);
  return (snd_pcm_sframes_t)size;
}

static int card_prepare(snd_pcm_ioplug_t* io) {
  struct card* card = io->private_data;
  if (gone(card)) return -ENODEV;
  card->written = 0;
  card->started = 0;
  card->last_played = 0;
  arm(card);
  return 0;
}

static int card_drain(snd_pcm_ioplug_t* io) {
  struct card* card = io->private_data;
  if (!card->started) return 0;
  const int64_t end = time_of(card, card->written);
  const struct timespec when = {end / 1000000000, end % 1000000000};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &when, NULL) == EINTR) {
  }
  return 0;
}

static int card_hw_params(snd_pcm_ioplug_t* io, snd_pcm_hw_params_t* params) {
  (void)params;
  struct card* card = io->private_data;
  if (!card->events) return 0;
  const int bytes = snd_pcm_format_physical_width(io->format) / 8 * (int)io->channels;
  card->kept = lseek(card->samples, 0, SEEK_END) / bytes;
  fprintf(card->events, "format %s %u %u\n", snd_pcm_format_name(io->format), io->channels,
          io->rate);
  fflush(card->events);
  return 0;
}

static int card_sw_params(snd_pcm_ioplug_t* io, snd_pcm_sw_params_t* params) {
  struct card* card = io->private_data;
  snd_pcm_sw_params_get_avail_min(params, &card->avail_min);
  return 0;
}

static int card_revents(snd_pcm_ioplug_t* io, struct pollfd* pfd, unsigned int count,
                        unsigned short* revents) {
  (void)pfd;
  (void)count;
  struct card* card = io->private_data;
  const int64_t used = card->written - played_at(card, now_ns());
  const int lost = io->state == SND_PCM_STATE_XRUN || gone(card);
  *revents = lost ? POLLERR | POLLOUT : 0;
  if (io->buffer_size - (snd_pcm_uframes_t)used >= card->avail_min) *revents |= POLLOUT;
  if (!*revents) arm(card);
  return 0;
}

static void card_free(struct card* card) {
  if (card->io.poll_fd > 0) close(card->io.poll_fd);
  if (card->samples >= 0) close(card->samples);
  if (card->events) fclose(card->events);
  free(card->unplugged);
  free(card->stalled);
  free(card);
}

static int card_close(snd_pcm_ioplug_t* io) {
  halt(io->private_data, "stop");
  card_free(io->private_data);
  return 0;
}

static const snd_pcm_ioplug_callback_t callbacks = {
    .start = card_start,
    .stop = card_stop,
    .pointer = card_pointer,
    .delay = card_delay,
    .transfer = card_transfer,
    .prepare = card_prepare,
    .drain = card_drain,
    .hw_params = card_hw_params,
    .sw_params = card_sw_params,
    .poll_revents = card_revents,
    .close = card_close,
};

static int limit(struct card* card) {
  static const unsigned int access[] = {SND_PCM_ACCESS_RW_INTERLEAVED};
  static const unsigned int formats[] = {SND_PCM_FORMAT_S16_LE, SND_PCM_FORMAT_S32_LE,
                                         SND_PCM_FORMAT_FLOAT_LE};
  const unsigned int one = (unsigned int)card->format;
  const int any = card->format == SND_PCM_FORMAT_UNKNOWN;
  snd_pcm_ioplug_t* io = &card->io;
  int error = snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_ACCESS, 1, access);
  if (!error)
    error = snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_FORMAT, any ? 3 : 1,
                                          any ? formats : &one);
  if (!error) error = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_CHANNELS, 2, 2);
  if (!error) error = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_RATE, 48000, 48000);
  if (!error)
    error = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_PERIOD_BYTES, 64, 1 << 20);
  if (!error) error = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_PERIODS, 2, 1024);
  return error;
}

static int keep_in(struct card* card, const char* file) {
  char name[4096];
  snprintf(name, sizeof name, "%s.unplug", file);
  card->unplugged = strdup(name);
  snprintf(name, sizeof name, "%s.stall", file);
  card->stalled = strdup(name);
  if (gone(card)) return -ENODEV;
  card->samples = open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (card->samples < 0) return -errno;
  snprintf(name, sizeof name, "%s.events", file);
  card->events = fopen(name, "ae");
  return card->events ? 0 : -errno;
}

static const char* text_of(snd_config_t* config, const char* key) {
  const char* text = NULL;
  snd_config_t* found;
  if (snd_config_search(config, key, &found) == 0) snd_config_get_string(found, &text);
  return text && *text ? text : NULL;
}

SND_PCM_PLUGIN_DEFINE_FUNC(loatest) {
  (void)root;
  if (stream != SND_PCM_STREAM_PLAYBACK) return -EINVAL;
  struct card* card = calloc(1, sizeof *card);
  if (!card) return -ENOMEM;
  const char* file = text_of(conf, "file");
  const char* ppm = text_of(conf, "ppm");
  const char* format = text_of(conf, "format");
  card->samples = -1;
  card->avail_min = 1;
  card->ppm = ppm ? atof(ppm) : 0;
  card->format = format ? snd_pcm_format_value(format) : SND_PCM_FORMAT_UNKNOWN;
  card->io.poll_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  card->io.version = SND_PCM_IOPLUG_VERSION;
  card->io.name = "Loa's test card";
  card->io.flags = SND_PCM_IOPLUG_FLAG_MONOTONIC;
  card->io.poll_events = POLLIN;
  card->io.callback = &callbacks;
  card->io.private_data = card;
  int error = file ? keep_in(card, file) : 0;
  if (!error) error = snd_pcm_ioplug_create(&card->io, name, stream, mode);
  if (error) {
    card_free(card);
    return error;
  }
  error = limit(card);
  if (error) {
    snd_pcm_ioplug_delete(&card->io);
    return error;
  }
  *pcmp = card->io.pcm;
  return 0;
}

SND_PCM_PLUGIN_SYMBOL(loatest);
