#include "daemon/http_media_origin.h"

#include <fmt/format.h>

#include <algorithm>

#include "protocol/byte_range.h"

namespace loa::daemon {
namespace {

// A piece over a line of 40 kbit/s.
constexpr std::chrono::milliseconds kPiecePatience{55'000};
// A cache is near, or of no use.
constexpr std::chrono::milliseconds kCachePatience{20'000};

struct AskedPiece {
  std::uint64_t offset;
  std::uint64_t length;
  std::uint64_t size;
};

// A small file may come whole, from a cache that knows no ranges.
bool is_whole(const AskedPiece& asked, const protocol::HttpResponse& response) {
  return response.status == 200 && asked.offset == 0 && asked.length == asked.size &&
         response.body.size() == asked.size;
}

bool is_piece(const AskedPiece& asked, const protocol::HttpResponse& response) {
  const auto range = protocol::range_sent_in(response.header("content-range"));
  return response.status == 206 && range && range->first == asked.offset &&
         range->last == asked.offset + asked.length - 1 && range->size == asked.size &&
         response.body.size() == asked.length;
}

MediaPiece piece_from(const AskedPiece& asked, protocol::HttpResponse response) {
  using State = MediaPiece::State;
  if (is_whole(asked, response) || is_piece(asked, response))
    return {State::come, std::move(response.body)};
  if (response.status == 404) return {State::absent, {}};
  // It has a file under that hash which is not as long as what was signed.
  if (response.status == 206 || response.status == 416) return {State::wrong, {}};
  const auto why = response.status == 0 ? response.body : fmt::format("HTTP {}", response.status);
  return {State::failed, why};
}

}  // namespace

HttpMediaOrigin::HttpMediaOrigin(boost::asio::io_context& loop, const std::string& origin,
                                 const Identity& identity, protocol::TlsClientSource tls)
    : identity_(&identity),
      patience_(kPiecePatience),
      client_(loop, origin, std::move(tls), kMaxAnswer) {}

HttpMediaOrigin::HttpMediaOrigin(boost::asio::io_context& loop, const std::string& cache)
    : identity_(nullptr), patience_(kCachePatience), client_(loop, cache, nullptr, kMaxAnswer) {}

protocol::HttpRequest HttpMediaOrigin::request_for(const base::Sha256& hash) const {
  const auto path = "/v1/media/" + base::to_hex(hash);
  if (identity_ != nullptr)
    return protocol::signed_get(identity_->key(), identity_->station(), path);
  protocol::HttpRequest request;
  request.method = "GET";
  request.path = path;
  return request;
}

void HttpMediaOrigin::ask(const base::Sha256& hash, std::uint64_t offset, std::uint64_t length,
                          std::uint64_t size, std::function<void(MediaPiece)> done) {
  auto request = request_for(hash);
  request.headers["range"] = fmt::format("bytes={}-{}", offset, offset + length - 1);
  client_.send(std::move(request), patience_,
               [this, asked = AskedPiece{offset, length, size},
                done = std::move(done)](protocol::HttpResponse response) {
                 // The station may have a new certificate to show.
                 if (response.status == 403) client_.reconnect();
                 done(piece_from(asked, std::move(response)));
               });
}

}  // namespace loa::daemon
