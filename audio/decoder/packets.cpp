#include "audio/decoder/packets.h"

#include <unistd.h>

#include "audio/air.h"
#include "audio/decoder/failure.h"
#include "audio/decoder/sandbox.h"
#include "audio/live_feed.h"

namespace loa::audio {
namespace {

constexpr int kMostBad = 50;  // one after another: a second of rubbish

}  // namespace

PacketDecoder::PacketDecoder(int fd)
    : fd_(fd),
      bytes_(LiveFeed::kMostPacket + AV_INPUT_BUFFER_PADDING_SIZE),
      packet_(av_packet_alloc()),
      frame_(av_frame_alloc()) {
  const AVCodec* codec = avcodec_find_decoder(AV_CODEC_ID_OPUS);
  if (codec == nullptr) throw Failure("not-media", "no decoder for Opus");
  codec_.reset(avcodec_alloc_context3(codec));
  codec_->sample_rate = kRate;
  codec_->thread_count = 1;
  av_channel_layout_default(&codec_->ch_layout, 1);
  const int opened = avcodec_open2(codec_.get(), codec, nullptr);
  if (opened < 0) throw Failure("not-media", words_for(opened));
  enter(Sandbox::file);
}

bool PacketDecoder::read(std::vector<float>& out) {
  const ssize_t got = ::read(fd_, bytes_.data(), LiveFeed::kMostPacket);
  if (got <= 0) return false;
  packet_->data = bytes_.data();
  packet_->size = static_cast<int>(got);
  bad_ = decode(out) ? 0 : bad_ + 1;
  if (bad_ >= kMostBad) throw Failure("damaged", "it is not Opus");
  return true;
}

bool PacketDecoder::decode(std::vector<float>& out) {
  const std::size_t before = out.size();
  if (avcodec_send_packet(codec_.get(), packet_.get()) < 0) return false;
  while (avcodec_receive_frame(codec_.get(), frame_.get()) >= 0) resampler_.add(*frame_, 0, out);
  return out.size() > before;
}

}  // namespace loa::audio
