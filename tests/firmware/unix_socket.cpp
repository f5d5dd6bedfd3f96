#include "tests/firmware/unix_socket.h"

#include <sys/socket.h>
#include <sys/un.h>

#include <stdexcept>

namespace loa::firmware {

int connect_to(const std::filesystem::path& path) {
  const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.string().copy(address.sun_path, sizeof address.sun_path - 1);
  if (connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("cannot connect to " + path.string());
  }
  return socket;
}

}  // namespace loa::firmware
