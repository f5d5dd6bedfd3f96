// Requests received and answers sent over one connection, each as soon as the socket gives or takes
// something: nothing waits, and nothing is allocated for waiting, where all of it is there. Private
// to the HTTP server.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <string>
#include <string_view>

#include "protocol/http_wire.h"
#include "protocol/wire_stream.h"

namespace loa::protocol::wire {

using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

inline constexpr std::uint32_t kMaxHeader = 16 * 1024;
// What is received and not parsed yet.
inline constexpr std::size_t kMostReceived = kMaxHeader + 64UL * 1024;

// Until the header is parsed, or all of the request. `buffer` keeps what was sent ahead. Errors as
// Beast's http::async_read.
boost::asio::awaitable<boost::beast::error_code> receive(WireStream& stream,
                                                         boost::beast::flat_buffer& buffer,
                                                         Parser& parser, bool whole);
// False where the peer does not take all of it.
boost::asio::awaitable<bool> send(WireStream& stream, std::string_view text);
// A header and a short body leave in one piece.
boost::asio::awaitable<bool> send(WireStream& stream, Response message);
// Each piece has the whole patience: a slow peer is served as long as it takes something.
boost::asio::awaitable<bool> send(WireStream& stream, FilePart part, std::chrono::seconds patience);
// Reads for a while what a refused peer still sends, so that the refusal is not lost in a reset.
boost::asio::awaitable<void> linger(WireStream& stream);

}  // namespace loa::protocol::wire
