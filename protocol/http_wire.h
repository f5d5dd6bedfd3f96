// Between the wire's messages and ours, and what is refused before anybody acts on it. No I/O.
// Private to the HTTP server: it is Beast's messages that are translated.
#pragma once

#include <boost/beast/core/error.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>
#include <string>
#include <vector>

#include "protocol/http.h"
#include "protocol/http_rules.h"

namespace loa::protocol::wire {

using Request = boost::beast::http::request<boost::beast::http::string_body>;
using Response = boost::beast::http::response<boost::beast::http::string_body>;

// How the wire wants an answer.
struct Manner {
  unsigned version = 11;
  bool keep_alive = false;
  bool head = false;
};

// Whom the server serves.
struct Admission {
  bool from_here = false;  // the caller is on this machine
  const std::vector<std::string>& hosts;
};

std::string_view plain(boost::beast::string_view text);

// An answer of the server's own; `code` is for programs.
HttpResponse refusal(int status, std::string_view code);
// 413, with what would be taken.
HttpResponse too_large(const BodyRule& rule);
// What is said to a peer whose request could not be read.
HttpResponse refusal_for(const boost::beast::error_code& error);
// Whether the peer sent something wrong, and did not only go away.
bool is_parse_error(const boost::beast::error_code& error);
// Nothing where the handler is to answer.
std::optional<HttpResponse> refuse(const Request& request, const Admission& admission);

// What a caller is told that speaks plain HTTP where TLS is spoken.
HttpResponse send_to_tls(const Request& request);

// Without the body, which need not be there yet. HEAD becomes GET, and names of header fields lower
// case.
HttpRequest plain_head(const Request& request, Target target, const std::string& peer);
// Without the content of `response.file`.
Response on_the_wire(HttpResponse response, Manner manner);

}  // namespace loa::protocol::wire
