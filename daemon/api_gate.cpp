#include "daemon/api_gate.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "daemon/api_answers.h"

namespace loa::daemon {
namespace {

using protocol::HttpRequest;

// "localhost:8470" → "localhost", "[::1]:8470" → "[::1]".
std::string_view name_in(std::string_view host) {
  const auto colon = host.rfind(':');
  const auto bracket = host.rfind(']');
  if (colon == std::string_view::npos) return host;
  if (bracket != std::string_view::npos && bracket > colon) return host;
  return host.substr(0, colon);
}

bool is_our_name(std::string_view name, const protocol::ListenConfig& listen) {
  constexpr std::array<std::string_view, 3> kLoopback{"localhost", "127.0.0.1", "[::1]"};
  return std::ranges::find(kLoopback, name) != kLoopback.end() || name == listen.address ||
         std::ranges::find(listen.hosts, name) != listen.hosts.end();
}

}  // namespace

std::optional<protocol::HttpResponse> refusal(const HttpRequest& request,
                                              const protocol::ListenConfig& listen) {
  if (!is_our_name(name_in(request.header("host")), listen)) {
    return error_answer(403, "host",
                        {"tên máy trong địa chỉ không phải của đài này (xem listen.hosts)",
                         "the address's host name is not this station's (see listen.hosts)"});
  }
  if (request.method == "POST" && request.header("x-loa").empty()) {
    return error_answer(403, "x-loa", {"thiếu tiêu đề X-Loa", "the header X-Loa is missing"});
  }
  return std::nullopt;
}

}  // namespace loa::daemon
