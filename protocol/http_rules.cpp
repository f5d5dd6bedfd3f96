// Targets, hosts and origins, by Boost.URL.
#include "protocol/http_rules.h"

#include <algorithm>
#include <boost/url.hpp>
#include <charconv>

#include "protocol/http.h"

namespace loa::protocol {
namespace {

namespace urls = boost::urls;

urls::string_view boosted(std::string_view text) { return {text.data(), text.size()}; }

bool has_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

// Whoever maps a path to files must not meet a step upwards, however it was encoded.
bool has_dot_segment(std::string_view path) {
  std::size_t begin = 0;
  while (begin <= path.size()) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const auto segment = path.substr(begin, end - begin);
    if (segment == "." || segment == "..") return true;
    begin = end + 1;
  }
  return false;
}

std::string without_port(std::string_view host) {
  auto authority = urls::parse_authority(boosted(host));
  if (!authority || authority->has_userinfo()) return {};
  std::string name = authority->host();
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return name;
}

bool is_loopback_address(std::string_view host) {
  auto authority = urls::parse_authority(boosted(host));
  if (!authority) return false;
  if (authority->host_type() == urls::host_type::ipv4)
    return authority->host_ipv4_address().is_loopback();
  if (authority->host_type() == urls::host_type::ipv6)
    return authority->host_ipv6_address().is_loopback();
  return false;
}

bool is_port(std::string_view text) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc() && end == text.data() + text.size() && port >= 1 && port <= 65535;
}

}  // namespace

std::string_view HttpResponse::header(std::string_view name) const {
  const auto found = std::ranges::find(headers, name, &std::pair<std::string, std::string>::first);
  return found == headers.end() ? std::string_view{} : std::string_view(found->second);
}

std::string_view HttpRequest::header(const char* name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string_view{} : std::string_view{found->second};
}

std::optional<Target> parse_target(std::string_view target) {
  auto url = urls::parse_origin_form(boosted(target));
  if (!url) return std::nullopt;
  Target parsed;
  parsed.path = url->path();
  if (has_control_character(parsed.path) || has_dot_segment(parsed.path)) return std::nullopt;
  urls::encoding_opts plus;
  plus.space_as_plus = true;
  for (const auto& parameter : url->params(plus)) {
    if (has_control_character(parameter.key)) return std::nullopt;
    parsed.query.emplace(parameter.key, parameter.value);
  }
  return parsed;
}

std::string encode_target(const Target& target) {
  std::string text = urls::encode(boosted(target.path), urls::unreserved_chars + '/');
  char separator = '?';
  for (const auto& [name, value] : target.query) {
    text += separator;
    text += urls::encode(boosted(name), urls::unreserved_chars);
    text += '=';
    text += urls::encode(boosted(value), urls::unreserved_chars);
    separator = '&';
  }
  return text;
}

bool host_is_ours(std::string_view host, const std::vector<std::string>& names) {
  const std::string name = without_port(host);
  if (name.empty()) return false;
  return name == "localhost" || is_loopback_address(host) ||
         std::find(names.begin(), names.end(), name) != names.end();
}

bool is_from_here(std::string_view peer) {
  return peer.starts_with("127.") || peer == "::1" || peer.starts_with("::ffff:127.");
}

bool origin_is_ours(std::optional<std::string_view> origin, std::string_view host) {
  if (!origin) return true;
  for (std::string_view scheme : {"http://", "https://"})
    if (origin->starts_with(scheme)) return origin->substr(scheme.size()) == host;
  return false;
}

std::optional<Origin> parse_origin(std::string_view origin) {
  auto url = urls::parse_uri(boosted(origin));
  if (!url || (url->scheme() != "http" && url->scheme() != "https") || url->has_userinfo() ||
      url->host().empty())
    return std::nullopt;
  if ((!url->encoded_path().empty() && url->encoded_path() != "/") || url->has_query() ||
      url->has_fragment())
    return std::nullopt;
  Origin parsed;
  parsed.secure = url->scheme() == "https";
  parsed.host = url->host_address();
  parsed.port = url->has_port() && !url->port().empty() ? std::string(url->port())
                                                        : (parsed.secure ? "443" : "80");
  if (!is_port(parsed.port)) return std::nullopt;
  parsed.authority = url->encoded_host_and_port();
  return parsed;
}

bool is_private(const Origin& origin) {
  return origin.secure || origin.host == "localhost" || is_from_here(origin.host);
}

}  // namespace loa::protocol
