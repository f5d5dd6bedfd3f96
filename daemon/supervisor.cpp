#include "daemon/supervisor.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdlib>

namespace loa::daemon {
namespace {

// NOLINTBEGIN(concurrency-mt-unsafe): before there are threads
std::string taken_from_environment(const char* name) {
  const char* value = std::getenv(name);
  std::string text = value == nullptr ? "" : value;
  ::unsetenv(name);
  return text;
}
// NOLINTEND(concurrency-mt-unsafe)

}  // namespace

Supervisor::Supervisor() : address_(taken_from_environment("NOTIFY_SOCKET")) {
  const auto usec = taken_from_environment("WATCHDOG_USEC");
  if (address_.size() < 2 || address_.size() >= sizeof(sockaddr_un::sun_path)) return;
  socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  std::int64_t microseconds = 0;
  std::from_chars(usec.data(), usec.data() + usec.size(), microseconds);
  if (microseconds > 0) period_ = std::chrono::microseconds{microseconds / 2};
}

Supervisor::~Supervisor() {
  if (socket_ >= 0) ::close(socket_);
}

void Supervisor::tell(std::string_view state) const {
  if (socket_ < 0) return;
  sockaddr_un to{};
  to.sun_family = AF_UNIX;
  std::copy(address_.begin(), address_.end(), to.sun_path);
  if (to.sun_path[0] == '@') to.sun_path[0] = '\0';  // an abstract address
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + address_.size());
  ::sendto(socket_, state.data(), state.size(), MSG_NOSIGNAL,
           reinterpret_cast<const sockaddr*>(&to), length);
}

}  // namespace loa::daemon
