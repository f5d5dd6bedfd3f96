// HTTP Live Streaming (RFC 8216): libav follows the play list; what it asks for comes by the
// fetcher.
#include <unistd.h>

#include <memory>

#include "audio/decoder/connection.h"
#include "audio/decoder/failure.h"
#include "audio/decoder/fetcher.h"
#include "audio/decoder/input.h"
#include "audio/decoder/sandbox.h"

namespace loa::audio {
namespace {

constexpr const char* kHlsFormats = "hls,aac,mp3,mpegts,mov";
constexpr int kBufferBytes = 16 * 1024;

int read_piece(void* opaque, std::uint8_t* buffer, int size) {
  return read_some(*static_cast<int*>(opaque), buffer, size);
}

int open_piece(AVFormatContext* context, AVIOContext** io, const char* url, int /*flags*/,
               AVDictionary** options) {
  // A part of a file is asked for by its place, which is not handed on.
  if (options != nullptr && av_dict_get(*options, "offset", nullptr, 0) != nullptr)
    return AVERROR_PATCHWELCOME;
  const auto& fetcher = *static_cast<const Fetcher*>(context->opaque);
  const int fd = fetcher.open(url);
  if (fd < 0) return fd;
  auto source = std::make_unique<int>(fd);
  *io = avio_alloc_context(static_cast<unsigned char*>(av_malloc(kBufferBytes)), kBufferBytes, 0,
                           source.get(), &read_piece, nullptr, nullptr);
  if (*io == nullptr) return AVERROR(ENOMEM);
  source.release();  // NOLINT(bugprone-unused-return-value): close_piece() has it
  return 0;
}

int close_piece(AVFormatContext* /*context*/, AVIOContext* io) {
  const std::unique_ptr<int> source(static_cast<int*>(io->opaque));
  ::close(*source);
  av_freep(&io->buffer);
  avio_context_free(&io);
  return 0;
}

}  // namespace

void Input::follow_play_list(const std::string& url) {
  stored_ = true;
  fetcher_ = std::make_unique<Fetcher>(url);
  av_freep(&context_->format_whitelist);
  context_->format_whitelist = av_strdup(kHlsFormats);
  context_->opaque = fetcher_.get();
  context_->io_open = &open_piece;
  context_->io_close2 = &close_piece;
  enter(Sandbox::relay);
  AVDictionary* options = nullptr;
  av_dict_set(&options, "http_persistent", "0", 0);  // no connection is libav's own
  parse(url.c_str(), av_find_input_format("hls"), &options);
  av_dict_free(&options);
}

}  // namespace loa::audio
