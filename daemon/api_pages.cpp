// The page's own files, which the program carries in itself.
#include <algorithm>
#include <span>

#include "base/embedded.h"
#include "daemon/api_routes.h"

namespace loa::embedded {
std::span<const base::EmbeddedFile> station_pages();
}

namespace loa::daemon::routes {
namespace {

// Nothing from elsewhere, nothing inline, not inside another page; forms are sent by scripts only.
constexpr auto kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

}  // namespace

std::optional<protocol::HttpResponse> page(const protocol::HttpRequest& request) {
  const auto path = request.path == "/" ? "/index.html" : request.path;
  const auto files = embedded::station_pages();
  const auto file = std::ranges::find(files, path, &base::EmbeddedFile::path);
  if (request.method != "GET" || file == files.end()) return std::nullopt;
  protocol::HttpResponse response;
  response.type = base::media_type_of(path);
  response.body = file->bytes;
  response.headers = {{"Content-Security-Policy", kPolicy}, {"Cache-Control", "no-cache"}};
  return response;
}

}  // namespace loa::daemon::routes
