// What follows from a station's key: its id, and the text that it signs.
#include "base/crypto.h"
#include "protocol/http.h"
#include "protocol/messages.h"

namespace loa::protocol {

std::string signed_text(std::string_view method, std::string_view path, std::string_view station,
                        std::string_view body) {
  std::string text = "LOA1\n";
  for (std::string_view part : {method, path, station}) {
    text += part;
    text += '\n';
  }
  return text + base::to_hex(base::sha256(body));
}

namespace {

HttpRequest signed_request(const base::SigningKey& key, const std::string& station,
                           HttpRequest request) {
  const auto signature =
      base::sign(key, signed_text(request.method, request.path, station, request.body));
  request.headers["loa-station"] = station;
  request.headers["loa-signature"] =
      base::to_base64({reinterpret_cast<const char*>(signature.data()), signature.size()});
  return request;
}

}  // namespace

HttpRequest signed_get(const base::SigningKey& key, const std::string& station,
                       const std::string& path) {
  return signed_request(key, station, {"GET", path, {}, {}, "", ""});
}

HttpRequest signed_post(const base::SigningKey& key, const std::string& station,
                        const std::string& path, const std::string& body) {
  return signed_request(key, station, {"POST", path, {}, {}, body, ""});
}

std::string station_id_of(std::string_view public_key) {
  return "st-" + base::to_hex(base::sha256(public_key)).substr(0, 16);
}

std::string id_of_command(std::string_view envelope) {
  return base::to_hex(base::sha256(envelope));
}

}  // namespace loa::protocol
