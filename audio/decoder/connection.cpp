#include "audio/decoder/connection.h"

#include <sys/socket.h>
#include <unistd.h>

#include "audio/decoder/failure.h"
#include "audio/decoder/sandbox.h"
#include "base/clock.h"

namespace loa::audio {
namespace {

constexpr base::Duration kSilence = std::chrono::seconds{10};

// Whether any descriptor is a connection over a network.
bool has_connected() {
  for (int fd = STDERR_FILENO + 1; fd < kOpenFiles; ++fd) {
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    if (::getpeername(fd, reinterpret_cast<sockaddr*>(&peer), &size) != 0) continue;
    if (peer.ss_family == AF_INET || peer.ss_family == AF_INET6) return true;
  }
  return false;
}

}  // namespace

void Patience::begin() { since_ = base::steady_now(); }

void Patience::close_door_once_connected() { door_open_ = true; }

int Patience::is_over(void* opaque) noexcept {
  auto& patience = *static_cast<Patience*>(opaque);
  if (patience.door_open_ && has_connected()) {
    patience.door_open_ = false;
    enter(Sandbox::session);
  }
  return base::steady_now() - patience.since_ > kSilence ? 1 : 0;
}

AVIOContext* listen_at(const std::string& url, const AVIOInterruptCB& patience) {
  AVDictionary* options = nullptr;
  av_dict_set(&options, "protocol_whitelist", "udp", 0);
  av_dict_set(&options, "fifo_size", "0", 0);  // no thread of its own
  AVIOContext* io = nullptr;
  const int opened = avio_open2(&io, url.c_str(), AVIO_FLAG_READ, &patience, &options);
  av_dict_free(&options);
  if (opened < 0) throw Failure("refused", words_for(opened));
  return io;
}

}  // namespace loa::audio
