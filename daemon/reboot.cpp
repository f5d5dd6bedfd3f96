#include "daemon/reboot.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>

namespace loa::daemon {

bool ask_for_reboot(const std::filesystem::path& socket) {
  using Protocol = boost::asio::local::stream_protocol;
  boost::asio::io_context unused;
  Protocol::socket end(unused);
  boost::system::error_code error;
  end.open(Protocol(), error);
  if (!error) end.non_blocking(true, error);
  if (!error) end.connect(Protocol::endpoint(socket.string()), error);
  return !error;
}

}  // namespace loa::daemon
