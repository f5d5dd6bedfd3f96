// A medium opened, with the sandbox closed around it before its first byte is parsed.
#pragma once

#include <memory>
#include <string>

#include "audio/decoder/libav.h"
#include "base/time.h"

namespace loa::audio {

// Moves, but never while libav reads. Both ways to open throw Failure, and enter the sandbox: one
// input in a process.
class Input {
 public:
  // A media file that the parent has opened as `fd`.
  static Input file(int fd);
  // http, https and udp: connected first, parsed in the sandbox. rtp and rtsp: libav makes their
  // sockets while it parses the session's description, so the sandbox closes after that.
  static Input relay(const std::string& url);

  // The next packet of any stream; libav's error number. A relay that is silent for 10 s is an
  // error.
  int read(AVPacket& packet);
  AVFormatContext& context() const { return *context_; }
  bool endless() const { return endless_; }

 private:
  // What libav calls back to; its address must not change.
  struct Source {
    int fd = -1;
    std::int64_t size = 0;
    base::Steady waiting_since{};

    static int read(void* opaque, std::uint8_t* buffer, int size);
    static std::int64_t seek(void* opaque, std::int64_t offset, int whence);
    // True (1) when libav is to give up waiting.
    static int silent_too_long(void* opaque);
  };

  Input(const char* formats, const char* protocols);
  void parse_file();
  void parse(const char* url, const AVInputFormat* format);
  void learn_streams();
  void connect(const std::string& url);

  std::unique_ptr<Source> source_;
  Libav<AVFormatContext> context_;
  bool endless_ = false;
};

}  // namespace loa::audio
