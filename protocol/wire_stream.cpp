#include "protocol/wire_stream.h"

#include <boost/asio/bind_executor.hpp>

namespace loa::protocol {

// Beast posts to the handler's executor, which asio's erased one cannot do: all that is done with a
// stream is on its own.
void WireStream::read_some(const Incoming& into, Moved moved) {
  auto done = boost::asio::bind_executor(get_executor(), std::move(moved));
  if (tls_) {
    tls_->async_read_some(into, std::move(done));
  } else {
    tcp_.async_read_some(into, std::move(done));
  }
}

void WireStream::write_some(const Outgoing& from, Moved moved) {
  auto done = boost::asio::bind_executor(get_executor(), std::move(moved));
  if (tls_) {
    tls_->async_write_some(from, std::move(done));
  } else {
    tcp_.async_write_some(from, std::move(done));
  }
}

}  // namespace loa::protocol
