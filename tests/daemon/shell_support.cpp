#include "shell_support.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <numbers>
#include <stdexcept>

#include "audio/wav.h"
#include "protocol/http.h"

namespace loa::daemon::testing {

Folder::Folder() {
  auto pattern = (std::filesystem::temp_directory_path() / "loa-station-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
  path_ = pattern;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string content_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write(const std::filesystem::path& file, const std::string& content) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << content;
}

void write_tone(const std::filesystem::path& file, double seconds, float amplitude) {
  std::filesystem::create_directories(file.parent_path());
  std::vector<float> samples(static_cast<std::size_t>(seconds * 48000));
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double phase = 2 * std::numbers::pi * 440 * static_cast<double>(i) / 48000;
    samples[i] = amplitude * static_cast<float>(std::sin(phase));
  }
  audio::WavWriter out(file, 48000, 1);
  out.write(samples);
  out.close();
}

std::filesystem::path decoder_program() { return LOA_BUILD_DIR "/bin/loa-decoder"; }

std::string week(const std::string& programmes, const std::string& slots, int version) {
  return fmt::format(
      R"({{"id":"tuan","version":{},"title":"Tuần thử","zone":"Asia/Ho_Chi_Minh",
"valid":{{"from":"2020-01-01","to":"2029-12-31"}},
"programmes":{},
"slots":{}}})",
      version, programmes, slots);
}

std::string small_week(int version) {
  return week(R"([{"id":"sang","title":"Chào buổi sáng","items":[{"chime":"nhac-hieu"}]}])",
              R"([{"id":"s5","days":["T2","T3","T4","T5","T6","T7","CN"],"start":"05:00",
                 "length":"10m","programme":"sang"}])",
              version);
}

Config config_in(const Folder& folder) {
  Config config;
  config.name = "Đài thử";
  config.state = folder / "state";
  config.media = folder / "media";
  config.zone = "Asia/Ho_Chi_Minh";
  config.output = "wav:" + (folder / "out.wav").string();
  config.decoder = decoder_program();
  config.speech.settings.command = {LOA_BUILD_DIR "/bin/loa-speaker", "--voice", "{voice}"};
  config.importer = LOA_BUILD_DIR "/bin/loa-importer";
  config.clock = base::ClockTrust::system;
  config.listen.port = 0;
  return config;
}

RunningStation::RunningStation(Config config)
    : state_(config.state), app_(std::move(config)), thread_([this] { again_ = app_.run(); }) {}

RunningStation::~RunningStation() { stop(); }

void RunningStation::stop() {
  if (!thread_.joinable()) return;
  app_.stop("test");
  thread_.join();
}

Called RunningStation::get(const std::string& path,
                           const std::map<std::string, std::string>& query) const {
  return call("GET", path, query, "", owner());
}

Called RunningStation::post(const std::string& path, const std::string& body,
                            const std::map<std::string, std::string>& query) const {
  auto headers = owner();
  headers["x-loa"] = "test";
  return call("POST", path, query, body, headers);
}

bool RunningStation::begins_again() {
  if (thread_.joinable()) thread_.join();
  return again_;
}

std::map<std::string, std::string> RunningStation::owner() const {
  const auto token = content_of(state_ / kOwnerTokenFile);
  return {{"authorization", "Bearer " + token.substr(0, token.find('\n'))}};
}

Called RunningStation::call(const std::string& method, const std::string& path,
                            const std::map<std::string, std::string>& query,
                            const std::string& body,
                            const std::map<std::string, std::string>& headers) const {
  boost::asio::io_context loop;
  protocol::HttpClient client(loop, fmt::format("http://127.0.0.1:{}", app_.port()));
  protocol::HttpRequest request;
  request.method = method;
  request.path = path;
  request.query = query;
  request.body = body;
  request.headers = headers;
  Called called;
  client.send(request, std::chrono::seconds{60}, [&](protocol::HttpResponse response) {
    called.status = response.status;
    called.body = response.body;
    for (auto [name, value] : response.headers) {
      std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
      called.headers[name] = value;
    }
    loop.stop();
  });
  loop.run();
  return called;
}

Json RunningStation::wait_until(const std::function<bool(const Json&)>& so) const {
  Json status;
  for (int i = 0; i < 600; ++i) {
    status = get("/v1/status").json();
    if (so(status)) break;
    std::this_thread::sleep_for(std::chrono::milliseconds{100});
  }
  return status;
}

void add_person(const RunningStation& station, const std::string& name, const std::string& role) {
  const Json body{{"name", name}, {"role", role}, {"password", kPassword}};
  const auto answer = station.post("/v1/people", body.dump());
  if (answer.status != 200) throw std::runtime_error(answer.body);
}

Called Browser::ask(const std::string& method, const std::string& path, const std::string& body,
                    bool acts) {
  std::map<std::string, std::string> headers;
  if (acts) headers["x-loa"] = "page";
  if (!cookie_.empty()) headers["cookie"] = "khac=1; " + cookie_;
  auto answer = station_.call(method, path, {}, body, headers);
  if (answer.headers.contains("set-cookie")) {
    set_cookie = answer.headers["set-cookie"];
    cookie_ = set_cookie.substr(0, set_cookie.find(';'));
  }
  return answer;
}

std::vector<std::pair<std::string, Json>> events_of(const RunningStation& station) {
  std::vector<std::pair<std::string, Json>> found;
  const auto log = station.get("/v1/log", {{"limit", "200"}}).json();
  for (const auto& row : log.at("rows")) {
    const auto evidence = row.at("evidence").get<std::string>();
    if (row.at("kind") != "event" || evidence.empty()) continue;
    found.emplace_back(row.at("title"), Json::parse(evidence));
  }
  return found;
}

}  // namespace loa::daemon::testing
