#include "protocol/http_transfer.h"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/http/serializer.hpp>
#include <vector>

#include "protocol/http_file.h"

namespace loa::protocol::wire {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr auto kStep = asio::as_tuple(asio::use_awaitable);
// How much is taken at a time.
constexpr std::size_t kHeadPiece = 4UL * 1024;
constexpr std::size_t kBodyPiece = 64UL * 1024;
constexpr std::size_t kFilePiece = 64UL * 1024;
constexpr std::size_t kSentPiece = 512UL * 1024;
constexpr std::size_t kShortBody = 16UL * 1024;
constexpr std::chrono::seconds kLinger{2};
constexpr std::size_t kMaxLinger = 8UL * 1024 * 1024;

asio::awaitable<TlsEnd::Step> read_some(WireStream& stream, asio::mutable_buffer into) {
  for (;;) {
    auto step = stream.try_read(into);
    if (!step.wait) co_return step;
    auto [error, none] = co_await stream.async_wait(*step.wait, kStep);
    if (error) co_return TlsEnd::Step{0, error, std::nullopt};
  }
}

asio::awaitable<beast::error_code> fill(WireStream& stream, beast::flat_buffer& buffer,
                                        std::size_t piece) {
  const auto room = std::min(piece, buffer.max_size() - buffer.size());
  if (room == 0) co_return http::error::buffer_overflow;
  const auto step = co_await read_some(stream, buffer.prepare(room));
  buffer.commit(step.moved);
  co_return step.error;
}

// Who has much to send or to take lets the others have their turn.
asio::awaitable<void> let_others(WireStream& stream) {
  co_await asio::post(stream.get_executor(), asio::use_awaitable);
}

std::string header_text(Response& message) {
  http::response_serializer<http::string_body> serializer(message);
  serializer.split(true);
  std::string text;
  beast::error_code error;
  serializer.next(error, [&](beast::error_code&, const auto& pieces) {
    for (const auto piece : beast::buffers_range_ref(pieces))
      text.append(static_cast<const char*>(piece.data()), piece.size());
  });
  return text;
}

// By the kernel, which has most of such files in memory.
asio::awaitable<bool> send_from_disk(WireStream& stream, FilePart part,
                                     std::chrono::seconds patience) {
  for (std::uint64_t sent = 0; sent < part.length;) {
    const auto wanted =
        static_cast<std::size_t>(std::min<std::uint64_t>(kSentPiece, part.length - sent));
    stream.expires_after(patience);
    const auto step = stream.try_send(*part.file, part.offset + sent, wanted);
    if (step.error) co_return false;
    sent += step.moved;
    if (!step.wait) {
      co_await let_others(stream);
      continue;
    }
    auto [error, none] = co_await stream.async_wait(*step.wait, kStep);
    if (error) co_return false;
  }
  co_return true;
}

}  // namespace

asio::awaitable<beast::error_code> receive(WireStream& stream, beast::flat_buffer& buffer,
                                           Parser& parser, bool whole) {
  beast::error_code error;
  parser.eager(whole);
  while (!(whole ? parser.is_done() : parser.is_header_done())) {
    if (buffer.size() > 0) {
      buffer.consume(parser.put(buffer.data(), error));
      if (!error) continue;
      if (error != http::error::need_more) co_return error;
    }
    if (parser.is_header_done()) co_await let_others(stream);
    error = co_await fill(stream, buffer, parser.is_header_done() ? kBodyPiece : kHeadPiece);
    if (error == asio::error::eof) {
      if (!parser.got_some()) co_return http::error::end_of_stream;
      parser.put_eof(error);
      co_return error;
    }
    if (error) co_return error;
  }
  co_return beast::error_code{};
}

asio::awaitable<bool> send(WireStream& stream, std::string_view text) {
  while (!text.empty()) {
    const auto step = stream.try_write(asio::buffer(text.data(), text.size()));
    if (step.error) co_return false;
    text.remove_prefix(step.moved);
    if (!step.wait) continue;
    auto [error, none] = co_await stream.async_wait(*step.wait, kStep);
    if (error) co_return false;
  }
  co_return true;
}

asio::awaitable<bool> send(WireStream& stream, Response message) {
  auto text = header_text(message);
  if (message.body().size() <= kShortBody) {
    text += message.body();
    co_return co_await send(stream, std::string_view(text));
  }
  co_return co_await send(stream, std::string_view(text)) &&
      co_await send(stream, std::string_view(message.body()));
}

asio::awaitable<bool> send(WireStream& stream, FilePart part, std::chrono::seconds patience) {
  if (!stream.is_secure()) co_return co_await send_from_disk(stream, std::move(part), patience);
  std::vector<char> piece(kFilePiece);
  for (std::uint64_t sent = 0; sent < part.length;) {
    const auto wanted =
        static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), part.length - sent));
    const auto size = part.file->read(part.offset + sent, piece.data(), wanted);
    // The disk refuses, or somebody cut the file: a body that ends too early says so.
    if (size == 0) co_return false;
    stream.expires_after(patience);
    if (!co_await send(stream, std::string_view(piece.data(), size))) co_return false;
    sent += size;
    co_await let_others(stream);
  }
  co_return true;
}

asio::awaitable<void> linger(WireStream& stream) {
  beast::error_code ignored;
  stream.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  stream.expires_after(kLinger);
  std::string waste(65536, '\0');
  for (std::size_t total = 0; total < kMaxLinger;) {
    const auto step = co_await read_some(stream, asio::buffer(waste));
    if (step.error) co_return;
    total += step.moved;
  }
}

}  // namespace loa::protocol::wire
