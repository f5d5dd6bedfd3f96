#include "daemon/http_link.h"

#include <algorithm>
#include <charconv>

#include "protocol/packed_batch.h"
#include "trust/bundle.h"

namespace loa::daemon {
namespace {

constexpr std::chrono::milliseconds kAnswerPatience{20'000};
constexpr std::chrono::seconds kLongestRetryAfter{3600};

// In seconds; a date, which our centre does not send, is passed over.
std::optional<base::Duration> retry_after_of(const protocol::HttpResponse& response) {
  const auto text = response.header("retry-after");
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc{} || end != text.data() + text.size() || seconds < 0) return std::nullopt;
  return std::chrono::seconds(std::min<std::int64_t>(seconds, kLongestRetryAfter.count()));
}

}  // namespace

HttpLink::HttpLink(boost::asio::io_context& loop, const std::string& origin,
                   const Identity& identity, protocol::TlsClientSource tls)
    : identity_(identity),
      ways_{Way{protocol::HttpClient(loop, origin, tls, trust::kLargestBundle)},
            Way{protocol::HttpClient(loop, origin, std::move(tls), trust::kLargestBundle)}} {}

// The first one before the second, so that one connection is enough where nothing is in the way.
HttpLink::Way& HttpLink::way_for(const Letter& letter) {
  auto& [first, second] = ways_;
  const bool taken = letter.held > base::Duration{0} ? first.letters > 0 : first.held;
  return taken ? second : first;
}

void HttpLink::renew(Way& way) {
  way.stale = way.letters > 0;
  if (!way.stale) way.client.reconnect();
}

void HttpLink::post(const Letter& letter, std::function<void(LinkAnswer)> done) {
  auto request =
      protocol::signed_post(identity_.key(), identity_.station(), letter.path, letter.body);
  request.headers["content-type"] = letter.packed ? protocol::kPackedType : "application/json";
  if (letter.packed) request.headers["content-encoding"] = protocol::kPackedEncoding;
  Way& way = way_for(letter);
  ++way.letters;
  way.held = letter.held > base::Duration{0};
  const auto patience =
      kAnswerPatience + std::chrono::duration_cast<std::chrono::milliseconds>(letter.held);
  way.client.send(std::move(request), patience,
                  [&way, done = std::move(done)](protocol::HttpResponse response) {
                    --way.letters;
                    way.held = false;
                    if (way.stale) renew(way);
                    const auto retry_after = retry_after_of(response);
                    done({response.status, std::move(response.body), retry_after});
                  });
}

void HttpLink::reconnect() {
  for (auto& way : ways_) renew(way);
}

}  // namespace loa::daemon
