#include "daemon/http_link.h"

#include "protocol/packed_batch.h"

namespace loa::daemon {
namespace {

constexpr std::chrono::milliseconds kAnswerPatience{20'000};

}  // namespace

HttpLink::HttpLink(boost::asio::io_context& loop, const std::string& origin,
                   const Identity& identity, protocol::TlsClientSource tls)
    : identity_(identity), client_(loop, origin, std::move(tls)) {}

void HttpLink::post(const Letter& letter, std::function<void(LinkAnswer)> done) {
  auto request =
      protocol::signed_post(identity_.key(), identity_.station(), letter.path, letter.body);
  request.headers["content-type"] = letter.packed ? protocol::kPackedType : "application/json";
  if (letter.packed) request.headers["content-encoding"] = protocol::kPackedEncoding;
  client_.send(std::move(request), kAnswerPatience,
               [done = std::move(done)](protocol::HttpResponse response) {
                 done({response.status, std::move(response.body)});
               });
}

void HttpLink::reconnect() { client_.reconnect(); }

}  // namespace loa::daemon
