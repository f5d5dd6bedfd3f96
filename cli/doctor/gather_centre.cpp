// The centre: does it answer, what time has it, does it know the station.
#include <boost/asio/io_context.hpp>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/clock.h"
#include "base/files.h"
#include "cli/doctor/gather.h"
#include "protocol/http.h"

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

void ask(const std::string& url, CentreFacts& facts) {
  boost::asio::io_context loop;
  protocol::HttpClient client(loop, url);
  protocol::HttpRequest request;
  request.method = "GET";
  request.path = "/healthz";
  const auto asked = base::wall_now();
  client.send(std::move(request), kCentrePatience, [&](const protocol::HttpResponse& response) {
    facts.answers = response.status != 0;
    if (!facts.answers) facts.why_not = response.body;
    compare(response, asked, base::wall_now(), facts);
    loop.stop();
  });
  loop.run();
}

std::string enrolled_at(const std::filesystem::path& identity) {
  try {
    const auto text = base::read_file_if_exists(identity, kLargestIdentity);
    const auto json = nlohmann::json::parse(text.value_or("{}"), nullptr, false);
    return json.is_object() ? json.value("enrolledAt", "") : "";
  } catch (const std::exception&) {
    return "";
  }
}

}  // namespace

CentreFacts gather_centre(const daemon::Config& config) {
  CentreFacts facts;
  facts.url = config.centre.url;
  if (facts.url.empty()) return facts;
  facts.has_token = !config.centre.token.empty();
  facts.enrolled = enrolled_at(config.state / "identity.json") == facts.url;
  try {
    ask(facts.url, facts);
  } catch (const std::invalid_argument& error) {
    facts.why_not = error.what();
  }
  return facts;
}

}  // namespace loa::doctor
