// The way to the centre over HTTP or HTTPS, signed with the station's key.
#pragma once

#include <string>

#include "daemon/identity.h"
#include "daemon/link.h"
#include "protocol/http.h"

namespace loa::daemon {

// The loop's thread only. `identity` and the loop outlive this.
class HttpLink final : public Link {
 public:
  // Throws std::invalid_argument if `origin` is not "https://host:port" or http.
  HttpLink(boost::asio::io_context& loop, const std::string& origin, const Identity& identity,
           protocol::TlsClientSource tls);

  void post(const Letter& letter, std::function<void(LinkAnswer)> done) override;
  void reconnect() override;

 private:
  const Identity& identity_;
  protocol::HttpClient client_;
};

}  // namespace loa::daemon
