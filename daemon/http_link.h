// The way to the centre over HTTP or HTTPS, signed with the station's key.
#pragma once

#include <array>
#include <string>

#include "daemon/identity.h"
#include "daemon/link.h"
#include "protocol/http.h"

namespace loa::daemon {

// The loop's thread only. `identity` and the loop outlive this. Two connections at most: most of
// the time the letter that is held has the only one, and another one is there while something else
// goes to the centre.
class HttpLink final : public Link {
 public:
  // Throws std::invalid_argument if `origin` is not "https://host:port" or http.
  HttpLink(boost::asio::io_context& loop, const std::string& origin, const Identity& identity,
           protocol::TlsClientSource tls);

  void post(const Letter& letter, std::function<void(LinkAnswer)> done) override;
  void reconnect() override;

 private:
  struct Way {
    protocol::HttpClient client;
    std::size_t letters = 0;  // under way
    bool held = false;        // it is one that is held
    bool stale = false;       // to be opened anew for the next letter
  };
  Way& way_for(const Letter& letter);
  static void renew(Way& way);

  const Identity& identity_;
  std::array<Way, 2> ways_;
};

}  // namespace loa::daemon
