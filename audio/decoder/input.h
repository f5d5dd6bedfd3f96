// A medium opened, with the sandbox closed around it before its first byte is parsed.
#pragma once

#include <memory>
#include <string>

#include "audio/decoder/connection.h"
#include "audio/decoder/fetcher.h"
#include "audio/decoder/libav.h"

namespace loa::audio {

// What read(2) gives, as libav wants it told: its error number, or AVERROR_EOF.
int read_some(int fd, std::uint8_t* buffer, int size);

// Moves, but never while libav reads. Both ways to open throw Failure, and enter the sandbox: one
// input in a process.
class Input {
 public:
  // A media file that the parent has opened as `fd`.
  static Input file(int fd);
  // http, https and udp: connected first, parsed in the sandbox. A play list (HLS): a fetcher
  // connects, all is parsed in the sandbox. rtsp: the sandbox closes once there is a connection.
  // rtp: libav makes its sockets when it knows the first packet, so the sandbox closes after that.
  static Input relay(const std::string& url);

  // The next packet of any stream; libav's error number. A relay that is silent for 10 s is an
  // error.
  int read(AVPacket& packet);
  AVFormatContext& context() const { return *context_; }
  bool endless() const { return endless_; }
  // More of it may lie ready than is to sound now.
  bool stored() const { return stored_; }
  // Of a file: by how many bytes it is shorter than it declares to be; not above 0 if it is not.
  std::int64_t missing() const { return missing_; }

 private:
  // What libav calls back to; its address must not change.
  struct Source {
    int fd = -1;
    std::int64_t size = 0;
    Patience patience;

    static int read(void* opaque, std::uint8_t* buffer, int size);
    static std::int64_t seek(void* opaque, std::int64_t offset, int whence);
  };

  Input(const char* formats, const char* protocols);
  void parse_file();
  void parse(const char* url, const AVInputFormat* format, AVDictionary** options = nullptr);
  void learn_streams();
  void parse_answer(const std::string& url);
  void parse_session(const std::string& url);
  void follow_play_list(const std::string& url);

  std::unique_ptr<Source> source_;
  std::unique_ptr<Fetcher> fetcher_;
  Libav<AVFormatContext> context_;
  bool endless_ = false;
  bool stored_ = false;
  std::int64_t missing_ = 0;
};

}  // namespace loa::audio
