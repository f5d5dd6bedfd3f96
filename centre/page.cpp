#include "centre/page.h"

#include <algorithm>
#include <span>

#include "base/crypto.h"
#include "base/embedded.h"

namespace loa::embedded {
std::span<const base::EmbeddedFile> centre_pages();
}

namespace loa::centre {
namespace {

// Nothing from elsewhere, nothing inline, not inside another page.
constexpr auto kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

}  // namespace

std::optional<protocol::HttpResponse> page(const protocol::HttpRequest& request) {
  const std::string path = request.path == "/" ? "/index.html" : request.path;
  const auto files = embedded::centre_pages();
  const auto file = std::ranges::find(files, path, &base::EmbeddedFile::path);
  if (request.method != "GET" || file == files.end()) return std::nullopt;
  const auto tag = "\"" + base::to_hex(base::sha256(file->bytes)).substr(0, 16) + "\"";
  protocol::HttpResponse response;
  response.headers = {{"Content-Security-Policy", kPolicy},
                      {"Referrer-Policy", "no-referrer"},
                      {"Cache-Control", "no-cache"},
                      {"ETag", tag}};
  if (request.header("if-none-match") == tag) {
    response.status = 304;
    return response;
  }
  response.type = base::media_type_of(path);
  response.body = file->bytes;
  return response;
}

}  // namespace loa::centre
