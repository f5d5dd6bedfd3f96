// The centre: does it answer, what time has it, does it know the station.
#include <boost/asio/io_context.hpp>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/clock.h"
#include "base/files.h"
#include "cli/doctor/gather.h"
#include "daemon/page_certificate.h"
#include "protocol/certificate.h"
#include "protocol/http.h"
#include "protocol/http_rules.h"
#include "protocol/token.h"

namespace loa::doctor {
namespace {

constexpr std::chrono::milliseconds kCentrePatience{10'000};
constexpr std::size_t kLargestIdentity = 64UL * 1024;

// Date counts whole seconds, and was true somewhere between question and answer.
void compare(const protocol::HttpResponse& response, base::Wall asked, base::Wall answered,
             CentreFacts& facts) {
  for (const auto& [name, value] : response.headers) {
    if (name != "date") continue;
    if (const auto date = base::from_http_date(value)) {
      facts.ahead = *date + std::chrono::milliseconds{500} - (asked + (answered - asked) / 2);
    }
  }
}

// What the station keeps of its centre (daemon/identity.h).
struct Kept {
  std::string url;
  std::string pin;
  std::string certificate;
};

std::optional<base::Sha256> pin_of(const daemon::CentreConfig& centre, const Kept& kept) {
  const auto token = protocol::enrol_token_from(centre.token);
  return token.pin ? token.pin : base::sha256_from_hex(kept.pin);
}

void ask(const std::string& url, const std::optional<base::Sha256>& pin, CentreFacts& facts) {
  boost::asio::io_context loop;
  protocol::HttpClient client(loop, url, [&] {
    if (!pin) throw std::runtime_error("no pin of the centre's authority is known here");
    return protocol::TlsClient{*pin, {base::time_of_program(), std::nullopt}, {}};
  });
  protocol::HttpRequest request;
  request.method = "GET";
  request.path = "/healthz";
  const auto asked = base::wall_now();
  client.send(std::move(request), kCentrePatience, [&](const protocol::HttpResponse& response) {
    facts.answers = response.status != 0;
    if (!facts.answers) facts.why_not = response.body;
    if (response.certificate) facts.server_until = response.certificate->until;
    compare(response, asked, base::wall_now(), facts);
    loop.stop();
  });
  loop.run();
}

Kept kept_in(const std::filesystem::path& identity) {
  try {
    const auto text = base::read_file_if_exists(identity, kLargestIdentity);
    const auto json = nlohmann::json::parse(text.value_or("{}"), nullptr, false);
    if (!json.is_object()) return {};
    return {json.value("enrolledAt", ""), json.value("centrePin", ""),
            json.value("certificate", "")};
  } catch (const std::exception&) {
    return {};
  }
}

}  // namespace

CentreFacts gather_centre(const daemon::Config& config) {
  CentreFacts facts;
  facts.url = config.centre.url;
  if (facts.url.empty()) return facts;
  facts.has_token = !config.centre.token.empty();
  const auto kept = kept_in(config.state / "identity.json");
  facts.enrolled = kept.url == facts.url;
  if (const auto certificate = protocol::read_certificate(kept.certificate)) {
    facts.certificate_from = certificate->validity.from;
    facts.certificate_until = certificate->validity.until;
  }
  const auto origin = protocol::parse_origin(facts.url);
  facts.in_the_open = origin && !protocol::is_private(*origin);
  if (facts.in_the_open) return facts;
  try {
    ask(facts.url, pin_of(config.centre, kept), facts);
  } catch (const std::invalid_argument& error) {
    facts.why_not = error.what();
  }
  return facts;
}

PageFacts gather_page(const daemon::Config& config) {
  PageFacts facts;
  facts.tls = config.listen.tls;
  if (!facts.tls) return facts;
  const auto certificate = daemon::page_certificate(config);
  if (!certificate) return facts;
  facts.fingerprint = base::to_hex(certificate->fingerprint);
  facts.until = certificate->validity.until;
  return facts;
}

}  // namespace loa::doctor
