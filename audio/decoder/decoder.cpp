#include "audio/decoder/decoder.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <span>
#include <string_view>

#include "audio/air.h"
#include "audio/decoder/failure.h"

namespace loa::audio {
namespace {

constexpr AVRational kFrames{1, kRate};
// Decoders need what came before: the bit reservoir of MP3, the overlap of AAC, Opus' 80 ms.
constexpr std::int64_t kRunUp = kRate / 2;
// A tag at the end may look like a few packets; more is damage (10 of MP3 are a quarter of a
// second).
constexpr int kFewBadPackets = 10;
constexpr std::int64_t kShortBy = kRate;  // less than this is a container's rounding

// Containers in which libav finds the exact packet. In the others (MP3, ADTS) it guesses from the
// bit rate; there packets are read from the beginning, which is some thousand times faster than
// playing.
constexpr std::array<std::string_view, 6> kExactSeek{
    "wav", "w64", "flac", "ogg", "mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm"};

void check(int result, const char* code) {
  if (result < 0) throw Failure(code, words_for(result));
}

// At the lowest rate that people use, if the container does not say.
std::int64_t bytes_of_a_second(const AVCodecParameters& codec) {
  constexpr std::int64_t kLeast = 8000;
  return std::max(codec.bit_rate / 8, kLeast);
}

bool has_picture(const AVFormatContext& context) {
  const std::span streams(context.streams, context.nb_streams);
  return std::ranges::any_of(streams, [](const AVStream* stream) {
    return stream->codecpar->codec_type == AVMEDIA_TYPE_VIDEO;
  });
}

}  // namespace

std::string words_for(int libav_error) {
  std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
  av_strerror(libav_error, text.data(), text.size());
  return text.data();
}

Decoder::Decoder(Input input, std::int64_t first_frame)
    : input_(std::move(input)),
      packet_(av_packet_alloc()),
      frame_(av_frame_alloc()),
      first_frame_(first_frame) {
  find_stream();
  open_codec();
  if (first_frame_ > 0) seek();
}

std::string Decoder::format() const { return input_.context().iformat->name; }

std::int64_t Decoder::declared_frames() const {
  const bool guessed = input_.context().duration_estimation_method == AVFMT_DURATION_FROM_BITRATE;
  if (guessed) return 0;
  if (stream_->duration != AV_NOPTS_VALUE) {
    return av_rescale_q(stream_->duration, stream_->time_base, kFrames);
  }
  // Matroska tells the length of the whole, which a film's picture may make longer.
  const AVFormatContext& context = input_.context();
  if (context.duration == AV_NOPTS_VALUE || has_picture(context)) return 0;
  return av_rescale_q(context.duration, AV_TIME_BASE_Q, kFrames);
}

// Where the first frame that sounds stands, in the stream's time base. What lies before 0 is
// padding, which libavcodec cuts off.
std::int64_t Decoder::start_time() const {
  return stream_->start_time == AV_NOPTS_VALUE ? 0 : std::max<std::int64_t>(0, stream_->start_time);
}

void Decoder::find_stream() {
  AVFormatContext& context = input_.context();
  const int index = av_find_best_stream(&context, AVMEDIA_TYPE_AUDIO, -1, -1, nullptr, 0);
  if (index < 0) throw Failure("not-media", "no sound in it");
  for (unsigned i = 0; i < context.nb_streams; ++i) {
    context.streams[i]->discard = static_cast<int>(i) == index ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
  }
  stream_ = context.streams[index];
}

void Decoder::open_codec() {
  const AVCodec* codec = avcodec_find_decoder(stream_->codecpar->codec_id);
  if (codec == nullptr) throw Failure("not-media", "no decoder for it");
  codec_.reset(avcodec_alloc_context3(codec));
  check(avcodec_parameters_to_context(codec_.get(), stream_->codecpar), "not-media");
  codec_->pkt_timebase = stream_->time_base;
  codec_->thread_count = 1;
  codec_->codec_whitelist = av_strdup(input_.context().codec_whitelist);
  check(avcodec_open2(codec_.get(), codec, nullptr), "not-media");
}

void Decoder::seek() {
  const std::string_view name = input_.context().iformat->name;
  read_through_ = std::ranges::find(kExactSeek, name) == kExactSeek.end();
  if (read_through_ || first_frame_ <= kRunUp) return;
  const std::int64_t to =
      av_rescale_q(first_frame_ - kRunUp, kFrames, stream_->time_base) + start_time();
  // Where it cannot, decoding goes on from the beginning, and drops.
  if (av_seek_frame(&input_.context(), stream_->index, to, AVSEEK_FLAG_BACKWARD) < 0) return;
  avcodec_flush_buffers(codec_.get());
}

bool Decoder::read(std::vector<float>& out, std::size_t frames) {
  while (!ended_ && out.size() < frames * kChannels) {
    const std::size_t before = out.size();
    ended_ = !pull(out);
    if (ended_) resampler_.flush(out);
    drop_before_first(out, before);
    made_ += static_cast<std::int64_t>((out.size() - before) / kChannels);
    if (ended_) finish();
  }
  return !ended_;
}

// Decodes until there is one frame of libav's more; false at the end.
bool Decoder::pull(std::vector<float>& out) {
  for (;;) {
    const int got = avcodec_receive_frame(codec_.get(), frame_.get());
    if (got == 0) {
      bad_packets_ = 0;
      use(*frame_, out);
      return true;
    }
    if (got == AVERROR_EOF) return false;
    if (got != AVERROR(EAGAIN)) count_bad_packet();
    if (!feed()) return false;
  }
}

// Gives the codec one packet more, or the news that none will come; false if it can take neither.
bool Decoder::feed() {
  for (;;) {
    av_packet_unref(packet_.get());
    const int got = input_.read(*packet_);
    if (got < 0) {
      torn_ = torn_ || got != AVERROR_EOF;
      return avcodec_send_packet(codec_.get(), nullptr) >= 0;
    }
    if (wanted(*packet_)) break;
  }
  const int sent = avcodec_send_packet(codec_.get(), packet_.get());
  if (sent < 0 && sent != AVERROR(EAGAIN)) count_bad_packet();
  return true;
}

void Decoder::count_bad_packet() {
  ++bad_packets_;
  ++all_bad_packets_;
}

bool Decoder::wanted(const AVPacket& packet) const {
  if (packet.stream_index != stream_->index) return false;
  if (!read_through_ || packet.pts == AV_NOPTS_VALUE) return true;
  const std::int64_t end = packet.pts + packet.duration - start_time();
  return av_rescale_q(end, stream_->time_base, kFrames) >= first_frame_ - kRunUp;
}

void Decoder::use(const AVFrame& frame, std::vector<float>& out) {
  if (!begun_) begin_at(frame);
  const int skipped = std::min(skip_, frame.nb_samples);
  skip_ -= skipped;
  if (skipped < frame.nb_samples) resampler_.add(frame, skipped, out);
}

// Places the first decoded frame in the medium. Resampling begins on a sample that both rates
// share, so that the frames are the very ones that decoding from the beginning would give.
void Decoder::begin_at(const AVFrame& frame) {
  begun_ = true;
  if (first_frame_ == 0 || frame.sample_rate <= 0) return;
  const std::int64_t start = start_time();
  const std::int64_t pts =
      frame.best_effort_timestamp == AV_NOPTS_VALUE ? start : frame.best_effort_timestamp;
  const std::int64_t sample = std::max<std::int64_t>(
      0, av_rescale_q(pts - start, stream_->time_base, {1, frame.sample_rate}));
  const std::int64_t common = std::gcd(frame.sample_rate, kRate);
  const std::int64_t grid = frame.sample_rate / common;
  const std::int64_t steps = (sample + grid - 1) / grid;
  skip_ = static_cast<int>(steps * grid - sample);
  drop_ = std::max<std::int64_t>(0, first_frame_ - steps * (kRate / common));
}

void Decoder::drop_before_first(std::vector<float>& out, std::size_t from) {
  const auto there = static_cast<std::int64_t>((out.size() - from) / kChannels);
  const std::int64_t dropped = std::min(drop_, there);
  drop_ -= dropped;
  const auto begin = out.begin() + static_cast<std::ptrdiff_t>(from);
  out.erase(begin, begin + static_cast<std::ptrdiff_t>(dropped * kChannels));
}

void Decoder::finish() const {
  if (input_.endless()) {
    throw Failure("relay-ended", torn_ ? "the relay broke off" : "the relay closed");
  }
  if (torn_ || bad_packets_ > kFewBadPackets) throw Failure("damaged", "it ends in rubbish");
  if (all_bad_packets_ > kFewBadPackets) throw Failure("damaged", "a part of it is rubbish");
  if (!begun_ && first_frame_ == 0) throw Failure("damaged", "no sound could be decoded");
  const bool cut_off = input_.missing() > bytes_of_a_second(*stream_->codecpar);
  if ((cut_off || first_frame_ + made_ < declared_frames() - kShortBy) && made_ > 0) {
    throw Failure("damaged", "it ends before its declared length");
  }
}

}  // namespace loa::audio
