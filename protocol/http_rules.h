// What a request must look like before anybody acts on it: its target, its host, its origin. Pure
// functions, without a socket.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loa::protocol {

struct Target {
  std::string path;
  std::map<std::string, std::string> query;  // the first of several of one name
};

// A request target in origin form (RFC 9112, 3.2.1), percent-decoded once; '+' in the query is a
// space. Nothing for other forms, control characters, or a path with "." or ".." in it.
std::optional<Target> parse_target(std::string_view target);

// The other way: percent-encoded for the request line.
std::string encode_target(const Target& target);

// A server that listens on loopback serves this machine only. A page elsewhere can make its own
// name point to 127.0.0.1 (DNS rebinding), but then its name stands in `host`. True for localhost,
// a loopback address, or one of `names`, each with or without a port.
bool host_is_ours(std::string_view host, const std::vector<std::string>& names);

// Whether a caller's address is of this machine itself.
bool is_from_here(std::string_view peer);

// Whether a browser says that the request comes from a page of this very host. A request without
// Origin does not come from a page, or is one that changes nothing.
bool origin_is_ours(std::optional<std::string_view> origin, std::string_view host);

// "http://name:port" or https taken apart; nothing for anything else, as a path, a user or another
// scheme.
struct Origin {
  bool secure = false;  // https
  std::string host;     // without brackets
  std::string port;
  std::string authority;  // as the Host header has it
};
std::optional<Origin> parse_origin(std::string_view origin);
// Whether nobody on the way can read along: https, or a server on this machine.
bool is_private(const Origin& origin);

}  // namespace loa::protocol
