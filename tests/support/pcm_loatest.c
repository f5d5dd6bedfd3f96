// A sound card for tests, made of nothing: an ALSA ioplug whose clock is CLOCK_MONOTONIC with an
// error of `ppm`. It keeps what it is given in FILE (raw frames), and its life in FILE.events:
//   format NAME CHANNELS RATE
//   start NS FRAME PPM   frame FRAME of FILE was presented at NS on CLOCK_MONOTONIC, then the rest
//   stop NS FRAME        the frames of FILE from FRAME on were never heard
//   xrun NS FRAME        frame FRAME should have been presented at NS, and was not there
//   unplug NS FRAME      as stop
// As a capture device it hears what was played on FILE, by the same clock: DELAY ms later, at GAIN
// dB (or what FILE.gain says while it exists), with white noise of NOISE dBFS and the raw S16_LE
// frames of OTHER, mono at 48 kHz and played over and over at OTHERGAIN dB, added. FILE.earplug
// takes it away as FILE.unplug does the player. While FILE.unplug exists the card is not there:
// every call answers -ENODEV. While FILE.stall exists its clock stands still (for good: what is
// written then has no true time). While FILE.block exists, opening it and writing to it do not
// return. While FILE.suspend exists the machine sleeps: the card answers -ESTRPIPE, and cannot
// resume. FILE.xrun makes one underrun, and is taken away. DELAYERR makes what it says of its delay
// wrong: "const:N" by N frames, "step:N" as if it counted in steps of N, "jump:N" by N at every
// other question. It has CHANNELS channels, 2 unless told; the ear has two, and
// hears the first two of what plays. asound.conf.in shows the options. Without FILE nothing is
// kept.
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

// What was played, from FILE.events: a start, and the frame of FILE at which it ended.
struct played {
  int64_t ns;
  int64_t frame;
  int64_t end;
  double ppm;
};

// The capture side.
struct ear {
  FILE* sounds;     // FILE
  FILE* events;     // FILE.events
  char* gain_file;  // the name FILE.gain
  char format[16];  // of FILE
  int channels;     // of FILE
  struct played last, before;
  double delay_ns;
  double gain;     // linear
  double noise;    // linear, RMS
  int16_t* other;  // NULL: none
  int64_t other_frames;
  double other_gain;
  uint32_t random;
};

struct card {
  snd_pcm_ioplug_t io;
  int samples;       // FILE, or -1
  FILE* events;      // FILE.events, or NULL
  char* unplugged;   // the name FILE.unplug, or NULL
  char* stalled;     // the name FILE.stall, or NULL
  char* blocked;     // FILE.block
  char* suspended;   // FILE.suspend
  char* underrun;    // FILE.xrun
  char delay_error;  // 'c', 's', 'j', as DELAYERR begins, or 0
  int64_t delay_by;  // frames
  int64_t asked;     // for the delay, so many times
  int64_t last_played;
  double ppm;
  snd_pcm_format_t format;      // the only one taken, or UNKNOWN for all
  unsigned int channels;        // the only number taken
  int64_t kept;                 // frames in FILE
  int64_t written;              // frames since prepare
  int64_t started;              // nanoseconds, 0 if not running
  snd_pcm_uframes_t avail_min;  // frames
  struct ear* ear;              // NULL for a player
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

static int exists(const char* name) { return name && access(name, F_OK) == 0; }

// As in a driver that waits for hardware which does not answer.
static void hang(const struct card* card) {
  const struct timespec moment = {0, 5000000};
  while (exists(card->blocked)) nanosleep(&moment, NULL);
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

// The same for avail_min frames captured.
static void arm_ear(struct card* card) {
  const int64_t when = time_of(card, card->written + (int64_t)card->avail_min);
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
  if (!card->ear) halt(card, "unplug");
  snd_pcm_ioplug_set_state(&card->io, SND_PCM_STATE_DISCONNECTED);
  return -ENODEV;
}

static int suspend(struct card* card) {
  halt(card, "stop");
  snd_pcm_ioplug_set_state(&card->io, SND_PCM_STATE_SUSPENDED);
  return -ESTRPIPE;
}

static int card_resume(snd_pcm_ioplug_t* io) {
  const struct card* card = io->private_data;
  return exists(card->suspended) ? -EAGAIN : -ENOSYS;
}

static snd_pcm_sframes_t card_pointer(snd_pcm_ioplug_t* io) {
  struct card* card = io->private_data;
  if (gone(card) || exists(card->suspended)) {
    gone(card) ? disconnect(card) : suspend(card);
    return (snd_pcm_sframes_t)(io->hw_ptr % io->buffer_size);
  }
  const int64_t played = played_at(card, now_ns());
  if (card->started && exists(card->underrun) && unlink(card->underrun) == 0) {
    halt(card, "xrun");
    return -EPIPE;
  }
  if (card->started && played >= card->written && io->state == SND_PCM_STATE_RUNNING) {
    tell(card, "xrun", time_of(card, card->written), card->kept);
    card->started = 0;
    return -EPIPE;
  }
  return (snd_pcm_sframes_t)(played % (int64_t)io->buffer_size);
}

static int card_delay(snd_pcm_ioplug_t* io, snd_pcm_sframes_t* delay) {
  struct card* card = io->private_data;
  int64_t played = played_at(card, now_ns());
  if (card->delay_error == 's') played -= played % card->delay_by;
  if (card->delay_error == 'c' || (card->delay_error == 'j' && card->asked++ % 2))
    played -= card->delay_by;
  *delay = (snd_pcm_sframes_t)(card->written - played);
  return 0;
}

static snd_pcm_sframes_t card_transfer(snd_pcm_ioplug_t* io, const snd_pcm_channel_area_t* areas,
                                       snd_pcm_uframes_t offset, snd_pcm_uframes_t size) {
  struct card* card = io->private_data;
  hang(card);
  if (gone(card)) return disconnect(card);
  if (exists(card->suspended)) return suspend(card);
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
  if (exists(card->suspended)) return -ESTRPIPE;
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

// Reads on in FILE.events.
static void look_at_events(struct ear* ear) {
  char line[256];
  char what[16];
  long long ns = 0;
  long long frame = 0;
  double ppm = 0;
  clearerr(ear->events);
  while (fgets(line, sizeof line, ear->events)) {
    if (sscanf(line, "format %15s %d", ear->format, &ear->channels) == 2) continue;
    const int words = sscanf(line, "%15s %lld %lld %lf", what, &ns, &frame, &ppm);
    if (words < 3) continue;
    if (!strcmp(what, "start")) {
      ear->before = ear->last;
      ear->last = (struct played){ns, frame, INT64_MAX, ppm};
    } else {
      ear->last.end = frame;
    }
  }
}

// The place in FILE that was presented at `ns`; -1 if none was.
static int64_t place_at(const struct ear* ear, double ns) {
  const struct played* played = ns < (double)ear->last.ns ? &ear->before : &ear->last;
  if (!played->ns || ns < (double)played->ns) return -1;
  const double rate = 48000e-9 * (1 + played->ppm * 1e-6);
  const int64_t place = played->frame + (int64_t)((ns - (double)played->ns) * rate);
  return place < played->end ? place : -1;
}

static double sample_of(const struct ear* ear, const void* bytes) {
  int16_t s16;
  int32_t s32;
  float f32;
  if (!strcmp(ear->format, "S16_LE")) return memcpy(&s16, bytes, 2), s16 / 32768.0;
  if (!strcmp(ear->format, "S32_LE")) return memcpy(&s32, bytes, 4), s32 / 2147483648.0;
  return memcpy(&f32, bytes, 4), f32;
}

static double gaussian(struct ear* ear) {
  double sum = -6;
  for (int i = 0; i < 12; ++i) {
    ear->random = ear->random * 1664525U + 1013904223U;
    sum += ear->random / 4294967296.0;
  }
  return sum;
}

static double gain_now(const struct ear* ear) {
  double decibels = 0;
  FILE* file = fopen(ear->gain_file, "re");
  const int read = file ? fscanf(file, "%lf", &decibels) : 0;
  if (file) fclose(file);
  return read == 1 ? pow(10, decibels / 20) : ear->gain;
}

// The mean of the first two channels at `place` in FILE.
static double played_sample(struct ear* ear, int64_t place) {
  const int bytes = !strcmp(ear->format, "S16_LE") ? 2 : 4;
  const long at = place * ear->channels * bytes;
  char frame[8];
  if (ftell(ear->sounds) != at) fseek(ear->sounds, at, SEEK_SET);
  if (fread(frame, (size_t)bytes * 2, 1, ear->sounds) != 1) return clearerr(ear->sounds), 0;
  return (sample_of(ear, frame) + sample_of(ear, frame + bytes)) / 2;
}

static void put_sample(snd_pcm_format_t format, double sample, char* to) {
  const double held = sample > 0.999 ? 0.999 : sample < -1 ? -1 : sample;
  const int16_t s16 = (int16_t)lrint(held * 32767);
  const int32_t s32 = (int32_t)lrint(held * 2147483647);
  const float f32 = (float)held;
  if (format == SND_PCM_FORMAT_S16_LE) memcpy(to, &s16, 2);
  if (format == SND_PCM_FORMAT_S32_LE) memcpy(to, &s32, 4);
  if (format == SND_PCM_FORMAT_FLOAT_LE) memcpy(to, &f32, 4);
}

static double heard_at(struct card* card, int64_t frame, double gain) {
  struct ear* ear = card->ear;
  const double ns = (double)card->started + (double)frame / frames_per_ns(card) - ear->delay_ns;
  const int64_t place = place_at(ear, ns);
  double sample = place < 0 ? 0 : gain * played_sample(ear, place);
  if (ear->noise > 0) sample += ear->noise * gaussian(ear);
  if (ear->other) sample += ear->other_gain * ear->other[frame % ear->other_frames] / 32768.0;
  return sample;
}

// Captured frames count as `written` once they are handed out.
static snd_pcm_sframes_t ear_transfer(snd_pcm_ioplug_t* io, const snd_pcm_channel_area_t* areas,
                                      snd_pcm_uframes_t offset, snd_pcm_uframes_t size) {
  struct card* card = io->private_data;
  if (gone(card)) return disconnect(card);
  look_at_events(card->ear);
  const double gain = gain_now(card->ear);
  const size_t frame_bytes = areas->step / 8;
  char* to = (char*)areas->addr + areas->first / 8 + offset * frame_bytes;
  for (snd_pcm_uframes_t i = 0; i < size; ++i, to += frame_bytes) {
    const double sample = heard_at(card, card->written++, gain);
    put_sample(io->format, sample, to);
    put_sample(io->format, sample, to + frame_bytes / 2);
  }
  return (snd_pcm_sframes_t)size;
}

static int64_t captured_at(const struct card* card, int64_t ns) {
  return card->started ? (int64_t)floor((double)(ns - card->started) * frames_per_ns(card)) : 0;
}

static snd_pcm_sframes_t ear_pointer(snd_pcm_ioplug_t* io) {
  struct card* card = io->private_data;
  if (gone(card)) {
    disconnect(card);
    return (snd_pcm_sframes_t)(io->hw_ptr % io->buffer_size);
  }
  const int64_t captured = captured_at(card, now_ns());
  if (captured - card->written > (int64_t)io->buffer_size) return -EPIPE;
  return (snd_pcm_sframes_t)(captured % (int64_t)io->buffer_size);
}

static int ear_delay(snd_pcm_ioplug_t* io, snd_pcm_sframes_t* delay) {
  struct card* card = io->private_data;
  *delay = (snd_pcm_sframes_t)(captured_at(card, now_ns()) - card->written);
  return 0;
}

static int ear_start(snd_pcm_ioplug_t* io) {
  struct card* card = io->private_data;
  if (gone(card)) return -ENODEV;
  card->started = now_ns();
  arm_ear(card);
  return 0;
}

static int ear_prepare(snd_pcm_ioplug_t* io) {
  struct card* card = io->private_data;
  if (gone(card)) return -ENODEV;
  card->written = 0;
  card->started = 0;
  return 0;
}

static int ear_stop(snd_pcm_ioplug_t* io) {
  ((struct card*)io->private_data)->started = 0;
  return 0;
}

static int ear_hw_params(snd_pcm_ioplug_t* io, snd_pcm_hw_params_t* params) {
  (void)io;
  (void)params;
  return 0;
}

static int ear_revents(snd_pcm_ioplug_t* io, struct pollfd* pfd, unsigned int count,
                       unsigned short* revents) {
  (void)pfd;
  (void)count;
  struct card* card = io->private_data;
  const int64_t there = captured_at(card, now_ns()) - card->written;
  *revents = gone(card) ? POLLERR | POLLIN : 0;
  if (there >= (int64_t)card->avail_min) *revents |= POLLIN;
  if (!*revents) arm_ear(card);
  return 0;
}

static void ear_free(struct ear* ear) {
  if (!ear) return;
  if (ear->sounds) fclose(ear->sounds);
  if (ear->events) fclose(ear->events);
  free(ear->gain_file);
  free(ear->other);
  free(ear);
}

static void card_free(struct card* card) {
  ear_free(card->ear);
  if (card->io.poll_fd > 0) close(card->io.poll_fd);
  if (card->samples >= 0) close(card->samples);
  if (card->events) fclose(card->events);
  free(card->unplugged);
  free(card->stalled);
  free(card->blocked);
  free(card->suspended);
  free(card->underrun);
  free(card);
}

static int card_close(snd_pcm_ioplug_t* io) {
  if (!((struct card*)io->private_data)->ear) halt(io->private_data, "stop");
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
    .resume = card_resume,
    .close = card_close,
};

static const snd_pcm_ioplug_callback_t ear_callbacks = {
    .start = ear_start,
    .stop = ear_stop,
    .pointer = ear_pointer,
    .delay = ear_delay,
    .transfer = ear_transfer,
    .prepare = ear_prepare,
    .hw_params = ear_hw_params,
    .sw_params = card_sw_params,
    .poll_revents = ear_revents,
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
  if (!error)
    error = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_CHANNELS, card->channels,
                                            card->channels);
  if (!error) error = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_RATE, 48000, 48000);
  if (!error)
    error = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_PERIOD_BYTES, 64, 1 << 20);
  if (!error) error = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_PERIODS, 2, 1024);
  return error;
}

static char* beside(const char* file, const char* suffix) {
  char name[4096];
  snprintf(name, sizeof name, "%s%s", file, suffix);
  return strdup(name);
}

static int keep_in(struct card* card, const char* file) {
  char name[4096];
  card->unplugged = beside(file, ".unplug");
  card->stalled = beside(file, ".stall");
  card->blocked = beside(file, ".block");
  card->suspended = beside(file, ".suspend");
  card->underrun = beside(file, ".xrun");
  hang(card);
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

static double number_of(snd_config_t* config, const char* key, double otherwise) {
  const char* text = text_of(config, key);
  return text ? atof(text) : otherwise;
}

static double linear(double decibels) { return pow(10, decibels / 20); }

static int read_other(struct ear* ear, const char* file) {
  FILE* in = fopen(file, "re");
  if (!in) return -errno;
  fseek(in, 0, SEEK_END);
  ear->other_frames = ftell(in) / 2;
  rewind(in);
  ear->other = malloc((size_t)ear->other_frames * 2 + 2);
  const size_t read = ear->other ? fread(ear->other, 2, (size_t)ear->other_frames, in) : 0;
  fclose(in);
  return read > 0 ? 0 : -EIO;
}

static int listen_to(struct card* card, const char* file, snd_config_t* conf) {
  char name[4096];
  if (!file) return -EINVAL;
  struct ear* ear = card->ear = calloc(1, sizeof *ear);
  if (!ear) return -ENOMEM;
  snprintf(name, sizeof name, "%s.earplug", file);
  card->unplugged = strdup(name);
  if (gone(card)) return -ENODEV;
  snprintf(name, sizeof name, "%s.gain", file);
  ear->gain_file = strdup(name);
  // Nothing may have been played yet.
  ear->sounds = fopen(file, "a+e");
  snprintf(name, sizeof name, "%s.events", file);
  ear->events = fopen(name, "a+e");
  if (!ear->sounds || !ear->events) return -errno;
  rewind(ear->events);
  ear->random = 1;
  ear->channels = 2;
  ear->delay_ns = 1e6 * number_of(conf, "delay", 0);
  ear->gain = linear(number_of(conf, "gain", 0));
  ear->noise = text_of(conf, "noise") ? linear(number_of(conf, "noise", 0)) : 0;
  ear->other_gain = linear(number_of(conf, "othergain", 0));
  const char* other = text_of(conf, "other");
  return other ? read_other(ear, other) : 0;
}

SND_PCM_PLUGIN_DEFINE_FUNC(loatest) {
  (void)root;
  const int ear = stream == SND_PCM_STREAM_CAPTURE;
  struct card* card = calloc(1, sizeof *card);
  if (!card) return -ENOMEM;
  const char* file = text_of(conf, "file");
  const char* ppm = text_of(conf, "ppm");
  const char* format = text_of(conf, "format");
  card->samples = -1;
  card->avail_min = 1;
  card->ppm = ppm ? atof(ppm) : 0;
  const char* wrong = text_of(conf, "delayerr");
  const char* by = wrong ? strchr(wrong, ':') : NULL;
  card->delay_by = by ? atoll(by + 1) : 0;
  card->delay_error = card->delay_by > 0 ? wrong[0] : 0;
  card->format = format ? snd_pcm_format_value(format) : SND_PCM_FORMAT_UNKNOWN;
  card->channels = ear ? 2 : (unsigned int)number_of(conf, "channels", 2);
  card->io.poll_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  card->io.version = SND_PCM_IOPLUG_VERSION;
  card->io.name = "Loa's test card";
  card->io.flags = SND_PCM_IOPLUG_FLAG_MONOTONIC;
  card->io.poll_events = POLLIN;
  card->io.callback = ear ? &ear_callbacks : &callbacks;
  card->io.private_data = card;
  int error = ear ? listen_to(card, file, conf) : file ? keep_in(card, file) : 0;
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
