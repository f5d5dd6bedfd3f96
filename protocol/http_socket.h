// A connection that has become a WebSocket. Private to the HTTP server.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>

#include "protocol/http.h"
#include "protocol/wire_stream.h"

namespace loa::protocol {

using UpgradeHeader = boost::beast::http::request<boost::beast::http::empty_body>;

// The request's header if it asks for a WebSocket.
std::optional<UpgradeHeader> upgrade_in(
    const boost::beast::http::request<boost::beast::http::string_body>& request);

// Shakes hands, hands the socket over to `answer.upgrade`, and serves it to its end. The stream
// outlives the coroutine; nothing else reads or writes it.
boost::asio::awaitable<void> serve_socket(WireStream& stream, UpgradeHeader request,
                                          HttpResponse answer);

}  // namespace loa::protocol
