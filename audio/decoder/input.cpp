#include "audio/decoder/input.h"

extern "C" {
#include <libavutil/avstring.h>
}

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <memory>

#include "audio/decoder/declared_size.h"
#include "audio/decoder/failure.h"
#include "audio/decoder/sandbox.h"

namespace loa::audio {
namespace {

constexpr int kReadAhead = 64 * 1024;
constexpr std::int64_t kProbeBytes = 512L * 1024;
constexpr int kSureScore = 50;  // AVPROBE_SCORE_MAX is 100, and a file's name counts for 50

// What people bring as sound. Everything else that libav can parse stays out of reach.
constexpr const char* kFileFormats = "aac,aiff,amr,asf,au,caf,flac,matroska,mov,mp3,ogg,w64,wav";
constexpr const char* kCodecs =
    "aac,aac_latm,ac3,alac,amrnb,amrwb,eac3,flac,mp1,mp1float,mp2,mp2float,mp3,mp3float,opus,"
    "vorbis,"
    "wmav1,wmav2,wmapro,adpcm_ima_wav,adpcm_ms,pcm_alaw,pcm_mulaw,pcm_u8,pcm_s8,pcm_s16le,pcm_"
    "s16be,pcm_s24le,"
    "pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,pcm_f32be,pcm_f64le,pcm_f64be";

}  // namespace

int read_some(int fd, std::uint8_t* buffer, int size) {
  const ssize_t got = ::read(fd, buffer, static_cast<std::size_t>(size));
  if (got < 0) return AVERROR(errno);
  return got == 0 ? AVERROR_EOF : static_cast<int>(got);
}

int Input::Source::read(void* opaque, std::uint8_t* buffer, int size) {
  return read_some(static_cast<Source*>(opaque)->fd, buffer, size);
}

std::int64_t Input::Source::seek(void* opaque, std::int64_t offset, int whence) {
  const auto& source = *static_cast<Source*>(opaque);
  if ((whence & AVSEEK_SIZE) != 0) return source.size;
  const off_t at = ::lseek(source.fd, offset, whence & ~AVSEEK_FORCE);
  return at < 0 ? AVERROR(errno) : at;
}

Input::Input(const char* formats, const char* protocols)
    : source_(std::make_unique<Source>()), context_(avformat_alloc_context()) {
  if (context_ == nullptr) throw Failure("refused", "out of memory");
  context_->format_whitelist = av_strdup(formats);
  context_->codec_whitelist = av_strdup(kCodecs);
  context_->protocol_whitelist = av_strdup(protocols);
  context_->probesize = kProbeBytes;
  context_->flags |= AVFMT_FLAG_CUSTOM_IO;  // what it reads from lives until the process ends
}

Input Input::file(int fd) {
  Input input(kFileFormats, "");
  struct stat status {};
  if (::fstat(fd, &status) != 0) throw Failure("refused", "no file on standard input");
  input.source_->fd = fd;
  input.source_->size = status.st_size;
  input.context_->pb =
      avio_alloc_context(static_cast<unsigned char*>(av_malloc(kReadAhead)), kReadAhead, 0,
                         input.source_.get(), &Source::read, nullptr, &Source::seek);
  if (input.context_->pb == nullptr) throw Failure("refused", "out of memory");
  enter(Sandbox::file);
  input.parse_file();
  return input;
}

// What looks like a known container and cannot be read is damaged, not strange.
void Input::parse_file() {
  if (const auto declared = declared_size(*context_->pb)) missing_ = *declared - source_->size;
  const AVInputFormat* format = nullptr;
  const int score = av_probe_input_buffer2(context_->pb, &format, "", nullptr, 0,
                                           static_cast<unsigned>(kProbeBytes));
  if (format == nullptr || av_match_list(format->name, kFileFormats, ',') <= 0) {
    throw Failure("not-media", "not a sound file");
  }
  try {
    parse(nullptr, format);
    learn_streams();
  } catch (const Failure& failure) {
    if (score < kSureScore) throw;
    throw Failure("damaged", failure.what());
  }
}

void Input::parse(const char* url, const AVInputFormat* format, AVDictionary** options) {
  AVFormatContext* raw = context_.release();  // libav frees it where it fails
  const int opened = avformat_open_input(&raw, url, format, options);
  if (opened < 0) throw Failure("not-media", words_for(opened));
  context_.reset(raw);
}

void Input::learn_streams() {
  const int found = avformat_find_stream_info(context_.get(), nullptr);
  if (found < 0) throw Failure("not-media", words_for(found));
  ::alarm(0);
}

int Input::read(AVPacket& packet) {
  source_->patience.begin();
  return av_read_frame(context_.get(), &packet);
}

}  // namespace loa::audio
