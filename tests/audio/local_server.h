// Servers on 127.0.0.1 that answer as a test wants it.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <functional>
#include <string>
#include <thread>

#include "audio/child_process.h"
#include "base/clock.h"
#include "tests/audio/media_samples.h"

namespace loa::audio {

inline sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// A listening TCP socket on a port that the kernel chose.
class Listener {
 public:
  Listener() : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    ::bind(fd_.get(), reinterpret_cast<sockaddr*>(&address), size);
    ::listen(fd_.get(), 4);
    ::getsockname(fd_.get(), reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
  }
  int fd() const { return fd_.get(); }
  int port() const { return port_; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/live"; }

 private:
  Fd fd_;
  int port_ = 0;
};

// Answers each connection, and then closes it.
class Replies {
 public:
  using Answer = std::function<std::string(const std::string& request)>;
  explicit Replies(Answer answer) : Replies(std::move(answer), "") {}
  // With `head`, and then with `more` for as long as it is read.
  explicit Replies(const std::string& head, const std::string& more = "")
      : Replies([head](const std::string&) { return head; }, more) {}
  ~Replies() {
    ::shutdown(listener_.fd(), SHUT_RDWR);
    thread_.join();
  }
  std::string url() const { return listener_.url(); }

 private:
  Replies(Answer answer, const std::string& more)
      : thread_([this, answer = std::move(answer), more] {
          for (;;) {
            const Fd peer(::accept4(listener_.fd(), nullptr, nullptr, SOCK_CLOEXEC));
            if (!peer.is_open()) return;
            serve(peer, answer, more);
          }
        }) {}

  static void serve(const Fd& peer, const Answer& answer, const std::string& more) {
    std::string request(4096, '\0');
    const ssize_t got = ::recv(peer.get(), request.data(), request.size(), 0);
    request.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    const std::string head = answer(request);
    (void)::send(peer.get(), head.data(), head.size(), MSG_NOSIGNAL);
    while (!more.empty() && ::send(peer.get(), more.data(), more.size(), MSG_NOSIGNAL) > 0) {
    }
  }

  Listener listener_;
  std::thread thread_;
};

// What is heard of a relay until it has failed or sent so many frames.
inline Heard relay(const std::string& url, std::int64_t frames = INT64_MAX) {
  return listen({url, true, 0}, frames);
}

// A folder that a web server shows.
class WebFolder {
 public:
  WebFolder()
      : server_("python3",
                {"-m", "http.server", "--bind", "127.0.0.1", "--directory", folder_.path().string(),
                 std::to_string(port_)},
                -1, -1) {}

  std::filesystem::path operator/(const std::string& name) const { return folder_ / name; }
  std::string url(const std::string& name) const {
    return "http://127.0.0.1:" + std::to_string(port_) + "/" + name;
  }
  // Again until it is heard: the server may not listen yet, or have nothing yet.
  Heard tune_in(const std::string& name, std::int64_t frames = INT64_MAX) const {
    const base::Steady deadline = base::steady_now() + std::chrono::seconds{30};
    for (;;) {
      Heard heard = relay(url(name), frames);
      if (heard.frames() > 0 || base::steady_now() > deadline) return heard;
      std::this_thread::sleep_for(std::chrono::milliseconds{200});
    }
  }

 private:
  TemporaryFolder folder_;
  int port_ = Listener().port();
  ChildProcess server_;
};

}  // namespace loa::audio
