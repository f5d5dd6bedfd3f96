#include "daemon/http_link.h"

namespace loa::daemon {
namespace {

constexpr std::chrono::milliseconds kAnswerPatience{20'000};

}  // namespace

HttpLink::HttpLink(boost::asio::io_context& loop, const std::string& origin,
                   const Identity& identity, protocol::TlsClientSource tls)
    : identity_(identity), client_(loop, origin, std::move(tls)) {}

void HttpLink::post(const std::string& path, const std::string& body,
                    std::function<void(LinkAnswer)> done) {
  const auto text = protocol::signed_text("POST", path, identity_.station(), body);
  const auto signature = base::sign(identity_.key(), text);
  protocol::HttpRequest request;
  request.method = "POST";
  request.path = path;
  request.body = body;
  request.headers["content-type"] = "application/json";
  request.headers["loa-station"] = identity_.station();
  request.headers["loa-signature"] =
      base::to_base64({reinterpret_cast<const char*>(signature.data()), signature.size()});
  client_.send(std::move(request), kAnswerPatience,
               [done = std::move(done)](protocol::HttpResponse response) {
                 done({response.status, std::move(response.body)});
               });
}

void HttpLink::reconnect() { client_.reconnect(); }

}  // namespace loa::daemon
