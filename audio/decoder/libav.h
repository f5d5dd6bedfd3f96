// libav's objects, owned.
#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libswresample/swresample.h>
}

#include <memory>

namespace loa::audio {

struct LibavDeleter {
  void operator()(AVFormatContext* it) const { avformat_close_input(&it); }
  void operator()(AVCodecContext* it) const { avcodec_free_context(&it); }
  void operator()(AVFrame* it) const { av_frame_free(&it); }
  void operator()(AVPacket* it) const { av_packet_free(&it); }
  void operator()(SwrContext* it) const { swr_free(&it); }
};
template <typename T>
using Libav = std::unique_ptr<T, LibavDeleter>;

}  // namespace loa::audio
