// Media from the centre, over a connection of their own, so that nothing else waits for them.
#pragma once

#include "daemon/identity.h"
#include "daemon/media_origin.h"
#include "protocol/http.h"

namespace loa::daemon {

// The loop's thread only. `identity` and the loop outlive this.
class HttpMediaOrigin final : public MediaOrigin {
 public:
  // An answer larger than this is none.
  static constexpr std::size_t kMaxAnswer = 1024UL * 1024;

  // A centre, as HttpLink.
  HttpMediaOrigin(boost::asio::io_context& loop, const std::string& origin,
                  const Identity& identity, protocol::TlsClientSource tls);
  // A cache, which is told nothing of who asks: "http://host:port".
  HttpMediaOrigin(boost::asio::io_context& loop, const std::string& cache);

  void ask(const base::Sha256& hash, std::uint64_t offset, std::uint64_t length, std::uint64_t size,
           std::function<void(MediaPiece)> done) override;

 private:
  protocol::HttpRequest request_for(const base::Sha256& hash) const;

  const Identity* identity_;  // null: whoever asks is not told
  std::chrono::milliseconds patience_;
  protocol::HttpClient client_;
};

}  // namespace loa::daemon
