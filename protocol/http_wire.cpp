#include "protocol/http_wire.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/beast/http/error.hpp>

namespace loa::protocol::wire {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr std::string_view kMethods = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool changes_something(http::verb method) {
  return method != http::verb::get && method != http::verb::head;
}

bool is_known_method(http::verb method) {
  using http::verb;
  for (verb known : {verb::get, verb::head, verb::post, verb::put, verb::patch, verb::delete_})
    if (method == known) return true;
  return false;
}

}  // namespace

std::string_view plain(beast::string_view text) { return {text.data(), text.size()}; }

HttpResponse refusal(int status, std::string_view code) {
  return {status, "application/json", fmt::format(R"({{"error":"{}"}})", code), {}};
}

HttpResponse too_large(const BodyRule& rule) {
  return {
      413,
      "application/json",
      fmt::format(R"({{"error":"body-too-large","kind":"{}","most":{}}})", rule.kind, rule.most),
      {}};
}

HttpResponse refusal_for(const beast::error_code& error) {
  if (error == http::error::body_limit) return refusal(413, "body-too-large");
  if (error == http::error::header_limit || error == http::error::buffer_overflow)
    return refusal(431, "header-too-large");
  return refusal(400, "malformed-request");
}

bool is_parse_error(const beast::error_code& error) {
  return error.category() == make_error_code(http::error::bad_method).category() &&
         error != http::error::end_of_stream && error != http::error::partial_message;
}

Response on_the_wire(HttpResponse response, Manner manner) {
  Response message{http::status::ok, manner.version};
  message.result(static_cast<unsigned>(response.status));
  message.set("x-content-type-options", "nosniff");
  for (const auto& [name, value] : response.headers) message.set(name, value);
  const bool bodiless = response.status == 204 || response.status == 304;
  if (!bodiless) {
    message.set(http::field::content_type, response.type);
    message.content_length(response.file.file ? response.file.length : response.body.size());
    if (!manner.head) message.body() = std::move(response.body);
  }
  message.keep_alive(manner.keep_alive);
  return message;
}

std::optional<HttpResponse> refuse(const Request& request, const Admission& admission) {
  const auto hosts = request.count(http::field::host);
  if (hosts > 1 || (hosts == 0 && request.version() >= 11))
    return refusal(400, "host-header-needed");
  const auto host = plain(request[http::field::host]);
  if (admission.from_here && hosts == 1 && !host_is_ours(host, admission.hosts))
    return refusal(421, "foreign-host");
  if (request.method() == http::verb::options)
    return HttpResponse{204, "", "", {{"allow", std::string(kMethods)}}};
  if (!is_known_method(request.method())) return refusal(501, "unknown-method");
  std::optional<std::string_view> origin;
  if (request.count(http::field::origin) > 0) origin = plain(request[http::field::origin]);
  // A browser lets any page open a WebSocket to anywhere.
  const bool acts = changes_something(request.method()) || request.count(http::field::upgrade) > 0;
  if (acts && !origin_is_ours(origin, host)) return refusal(403, "foreign-origin");
  return std::nullopt;
}

HttpResponse send_to_tls(const Request& request) {
  const auto host = plain(request[http::field::host]);
  const auto target = plain(request.target());
  if (changes_something(request.method()) || host.empty() || !target.starts_with('/'))
    return refusal(400, "https-needed");
  return {308, "text/plain", "", {{"location", fmt::format("https://{}{}", host, target)}}};
}

HttpRequest plain_head(const Request& request, Target target, const std::string& peer) {
  HttpRequest plain_one;
  plain_one.method = std::string(plain(request.method_string()));
  if (request.method() == http::verb::head) plain_one.method = "GET";
  plain_one.path = std::move(target.path);
  plain_one.query = std::move(target.query);
  for (const auto& field : request) {
    std::string name(plain(field.name_string()));
    std::transform(name.begin(), name.end(), name.begin(), lower);
    plain_one.headers.emplace(std::move(name), plain(field.value()));
  }
  plain_one.peer = peer;
  return plain_one;
}

}  // namespace loa::protocol::wire
