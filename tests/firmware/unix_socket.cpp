#include "tests/firmware/unix_socket.h"

#include <sys/socket.h>
#include <sys/un.h>

#include <stdexcept>

namespace loa::firmware {
namespace {

sockaddr_un address_of(const std::filesystem::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.string().copy(address.sun_path, sizeof address.sun_path - 1);
  return address;
}

int make() { return ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0); }

}  // namespace

int connect_to(const std::filesystem::path& path) {
  const int socket = make();
  const auto address = address_of(path);
  if (connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("cannot connect to " + path.string());
  }
  return socket;
}

int listen_at(const std::filesystem::path& path) {
  std::filesystem::remove(path);
  const int socket = make();
  const auto address = address_of(path);
  if (bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      listen(socket, 1) != 0) {
    throw std::runtime_error("cannot listen at " + path.string());
  }
  return socket;
}

}  // namespace loa::firmware
