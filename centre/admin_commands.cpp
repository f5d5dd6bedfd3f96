#include "centre/admin_commands.h"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <system_error>

#include "base/files.h"
#include "base/language.h"
#include "centre/admin_key.h"
#include "centre/place.h"
#include "protocol/http.h"
#include "protocol/messages.h"
#include "trust/bundle.h"

namespace loa::centre {
namespace {

namespace fs = std::filesystem;

// Hashing a large file at its end takes the centre a while.
constexpr std::chrono::seconds kPatience{60};
constexpr std::uint64_t kPiece = 3UL * 1024 * 1024;
static_assert(kPiece <= protocol::kMaxBody);

[[noreturn]] void refuse(const base::Text& text) { throw std::runtime_error(text.shown()); }

[[noreturn]] void not_as_signed(const fs::path& file) {
  refuse({fmt::format("tệp {} khác với tệp đã ký cùng lịch", file.string()),
          fmt::format("the file {} is not the one that was signed", file.string())});
}

[[noreturn]] void not_running(const std::string& why) {
  refuse({fmt::format("trung tâm chưa chạy, hãy khởi động loa-centre trước ({})", why),
          fmt::format("the centre is not running, start loa-centre first ({})", why)});
}

protocol::HttpResponse ask(const std::string& origin, protocol::HttpRequest request) {
  boost::asio::io_context loop;
  protocol::HttpResponse answer;
  protocol::HttpClient client(loop, origin);
  client.send(std::move(request), kPatience,
              [&](protocol::HttpResponse response) { answer = std::move(response); });
  loop.run();
  return answer;
}

// Who is at the keyboard, for the centre's record: the machine's word for it.
std::string person_here() {
  // NOLINTBEGIN(concurrency-mt-unsafe): one thread
  if (const char* before = std::getenv("SUDO_USER")) return before;
  const auto* user = ::getpwuid(::getuid());
  // NOLINTEND(concurrency-mt-unsafe)
  return user == nullptr ? std::to_string(::getuid()) : user->pw_name;
}

protocol::HttpResponse ask_as_administrator(const Config& config, protocol::HttpRequest request) {
  const auto key = existing_admin_key(config.state);
  const auto origin = noted_origin(config.state);
  if (!key || !origin) not_running(config.state.string());
  request.method = "POST";
  request.headers["authorization"] = "Bearer " + *key;
  request.headers["loa-person"] = person_here();
  auto answer = ask(*origin, std::move(request));
  if (answer.status == 0) not_running(answer.body);
  return answer;
}

nlohmann::json taken(const protocol::HttpResponse& answer) {
  auto json = nlohmann::json::parse(answer.body, nullptr, false);
  if (answer.status != 200 || !json.is_object())
    refuse({fmt::format("trung tâm từ chối (HTTP {}): {}", answer.status, answer.body),
            fmt::format("the centre refused (HTTP {}): {}", answer.status, answer.body)});
  return json;
}

nlohmann::json ask_as_administrator(const Config& config, const std::string& path,
                                    std::string body) {
  protocol::HttpRequest request;
  request.path = path;
  request.body = std::move(body);
  return taken(ask_as_administrator(config, std::move(request)));
}

// A file that the centre lacks.
struct GivenFile {
  fs::path file;
  std::string hash;
  std::uint64_t bytes = 0;
  std::uint64_t begun = 0;  // how much of it the centre has
};

trust::Bundle read_bundle_file(const fs::path& file) {
  base::Problems problems;
  auto bundle =
      trust::read_bundle(base::read_file(file, trust::kLargestBundle), file.string(), problems);
  if (!bundle) throw base::BadInput(std::move(problems));
  return std::move(*bundle);
}

// A bundle may have come from anywhere: nothing outside the folder is read on its word.
fs::path inside(const fs::path& folder, const std::string& path) {
  const auto below = fs::path(path).lexically_normal();
  if (below.is_absolute() || below.empty() || *below.begin() == "..")
    refuse({"gói lịch nêu một tệp nằm ngoài thư mục: " + path,
            "the bundle names a file outside the folder: " + path});
  return folder / below;
}

void require_size(const fs::path& file, std::uint64_t bytes) {
  std::error_code error;
  const auto size = fs::file_size(file, error);
  if (error)
    refuse({fmt::format("thiếu tệp {} ({})", file.string(), error.message()),
            fmt::format("the file {} is missing ({})", file.string(), error.message())});
  if (size != bytes) not_as_signed(file);
}

std::map<std::string, std::uint64_t> lacking_of(const Config& config,
                                                const std::vector<trust::NamedMedia>& media) {
  auto hashes = nlohmann::json::array();
  for (const auto& named : media) hashes.push_back(base::to_hex(named.content.hash));
  const auto answer = ask_as_administrator(config, "/v1/admin/media/lacking",
                                           nlohmann::json{{"media", std::move(hashes)}}.dump());
  std::map<std::string, std::uint64_t> lacking;
  for (const auto& one : answer.at("lacking"))
    lacking[one.at("sha256").get<std::string>()] = one.at("begun").get<std::uint64_t>();
  return lacking;
}

std::vector<GivenFile> to_give(const Config& config, const fs::path& bundle,
                               const fs::path& folder) {
  const auto media = trust::media_of(read_bundle_file(bundle));
  auto lacking = lacking_of(config, media);
  std::vector<GivenFile> files;
  for (const auto& [path, content] : media) {
    // A file that stands under two paths is given once.
    const auto found = lacking.extract(base::to_hex(content.hash));
    if (!found) continue;
    auto file = inside(folder, path);
    require_size(file, content.bytes);
    files.push_back({std::move(file), found.key(), content.bytes, found.mapped()});
  }
  return files;
}

std::string failures_text(const nlohmann::json& failures) {
  std::string text;
  for (const auto& one : failures) {
    std::string why = one.at("refused").get<bool>() ? "programme-refused " : "";
    if (!one.at("online").get<bool>()) why += "offline ";
    for (const auto& fault : one.at("faults")) why += fault.get<std::string>() + " ";
    text += fmt::format("\n  {}: {}", one.at("station").get<std::string>(), why);
  }
  return text;
}

std::string rollout_text(const nlohmann::json& rollout) {
  const auto number = [&](const char* name) { return rollout.at(name).get<std::int64_t>(); };
  const auto state = rollout.at("state").get<std::string>();
  const base::Text words = state == "going"     ? base::Text{"đang tiến hành", "goes on"}
                           : state == "stopped" ? base::Text{"đã dừng", "has stopped"}
                                                : base::Text{"đã xong", "is done"};
  const auto stage = number("stage");
  const auto stages = rollout.at("stages").size();
  const base::Text text{
      fmt::format(
          "gói phiên bản {}: {}, chặng {}/{} ({}%)\n{} đài tới lượt: {} đã nhận, {} chưa, {} "
          "im lặng, {} hỏng (cho phép {}%)",
          number("version"), words.vi, stage, stages, number("percent"), number("members"),
          number("taken"), number("waiting"), number("silent"), number("failed"),
          number("mostFailures")),
      fmt::format(
          "bundle of version {}: {}, stage {}/{} ({}%)\n{} stations have their turn: {} have "
          "taken it, {} not yet, {} silent, {} failed ({}% may)",
          number("version"), words.en, stage, stages, number("percent"), number("members"),
          number("taken"), number("waiting"), number("silent"), number("failed"),
          number("mostFailures"))};
  return text.shown() + failures_text(rollout.at("failures"));
}

std::string piece_of(std::ifstream& in, const fs::path& file, std::uint64_t offset,
                     std::uint64_t bytes) {
  const auto size = std::min<std::uint64_t>(kPiece, bytes - offset);
  std::string piece(static_cast<std::size_t>(size), '\0');
  in.seekg(static_cast<std::streamoff>(offset));
  in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
  if (!in) throw std::system_error(EIO, std::generic_category(), file.string());
  return piece;
}

void give(const Config& config, const GivenFile& given) {
  std::ifstream in(given.file, std::ios::binary);
  // What is begun may be all of it, of a centre that was killed before it looked.
  for (auto offset = given.begun < given.bytes ? given.begun : 0; offset < given.bytes;) {
    protocol::HttpRequest request;
    request.path = "/v1/admin/media/" + given.hash;
    request.query = {{"offset", std::to_string(offset)}, {"bytes", std::to_string(given.bytes)}};
    request.headers["content-type"] = "application/octet-stream";
    request.body = piece_of(in, given.file, offset, given.bytes);
    const auto answer = ask_as_administrator(config, std::move(request));
    if (answer.status == 422) not_as_signed(given.file);
    offset = taken(answer).at("bytes").get<std::uint64_t>();
  }
}

}  // namespace

std::string ask_centre(const Config& config, const std::string& path, const std::string& body) {
  return ask_as_administrator(config, path, body).dump();
}

std::size_t give_media(const Config& config, const fs::path& bundle, const fs::path& folder) {
  const auto files = to_give(config, bundle, folder);
  for (const auto& file : files) give(config, file);
  return files.size();
}

namespace {

// "20.541,105.912"; "none" takes it away.
nlohmann::json position_in(const std::string& text) {
  if (text == "none") return nullptr;
  const auto comma = text.find(',');
  double latitude = 0;
  double longitude = 0;
  const auto* end = text.data() + text.size();
  const auto* middle = text.data() + std::min(comma, text.size());
  const auto first = std::from_chars(text.data(), middle, latitude);
  const auto second = std::from_chars(std::min(middle + 1, end), end, longitude);
  if (comma == std::string::npos || first.ec != std::errc{} || first.ptr != middle ||
      second.ec != std::errc{} || second.ptr != end)
    refuse({"--position: vĩ độ,kinh độ, như 20.541,105.912; hoặc none",
            "--position: latitude,longitude, as 20.541,105.912; or none"});
  return {{"latitude", latitude}, {"longitude", longitude}};
}

std::string place_text(const nlohmann::json& place) {
  std::string tags;
  for (const auto& tag : place.at("tags"))
    tags += (tags.empty() ? "" : ",") + tag.get<std::string>();
  const auto& position = place.at("position");
  const auto where = position.is_null()
                         ? "-"
                         : fmt::format("{},{}", position.at("latitude").get<double>(),
                                       position.at("longitude").get<double>());
  const auto station = place.at("station").get<std::string>();
  return base::Text{
      fmt::format("{}: nhãn {}; vị trí {}", station, tags.empty() ? "-" : tags, where),
      fmt::format("{}: tags {}; position {}", station, tags.empty() ? "-" : tags, where)}
      .shown();
}

}  // namespace

std::string place_station(const Config& config, const std::string& station,
                          const std::optional<std::string>& tags,
                          const std::optional<std::string>& position) {
  nlohmann::json body{{"station", station}};
  if (tags) body["tags"] = words_between_commas(*tags);
  if (position) body["position"] = position_in(*position);
  return place_text(ask_as_administrator(config, "/v1/admin/place", body.dump()));
}

std::string list_stations(const Config& config, const std::vector<std::string>& targets) {
  const auto answer = ask_as_administrator(config, "/v1/admin/stations",
                                           nlohmann::json{{"targets", targets}}.dump());
  std::string lines;
  for (const auto& id : answer.at("stations")) lines += id.get<std::string>() + "\n";
  return lines;
}

std::string new_token(const Config& config, const std::string& name, const std::string& replaces) {
  const auto body = nlohmann::json{{"name", name}, {"replaces", replaces}}.dump();
  return ask_as_administrator(config, "/v1/admin/tokens", body).at("token").get<std::string>();
}

void give_command(const Config& config, const std::filesystem::path& command) {
  ask_as_administrator(config, "/v1/admin/command",
                       base::read_file(command, trust::kLargestPayload));
}

void revoke(const Config& config, const std::string& station) {
  ask_as_administrator(config, "/v1/admin/revoke", nlohmann::json{{"station", station}}.dump());
}

void give_programme(const Config& config, const std::filesystem::path& bundle,
                    const std::map<std::string, std::string>& staged) {
  protocol::HttpRequest request;
  request.path = "/v1/admin/programme";
  request.query = staged;
  request.body = base::read_file(bundle, trust::kLargestBundle);
  taken(ask_as_administrator(config, std::move(request)));
}

std::string submit_programme(const Config& config, const std::filesystem::path& bundle) {
  const auto answer = ask_as_administrator(config, "/v1/admin/submission",
                                           base::read_file(bundle, trust::kLargestBundle));
  const auto hash = answer.at("hash").get<std::string>();
  if (answer.at("state") == "approved")
    return base::Text{"nội dung này đã được duyệt: " + hash, "this content is approved: " + hash}
        .shown();
  return base::Text{"đã nộp, chờ duyệt: " + hash, "handed in, waits for approval: " + hash}.shown();
}

std::string order_rollout(const Config& config, const std::string& what) {
  const auto answer =
      ask_as_administrator(config, "/v1/admin/rollout", nlohmann::json{{"do", what}}.dump());
  const auto& rollout = answer.at("rollout");
  if (rollout.is_null())
    return base::Text{"không có đợt phát hành nào", "there is no roll-out"}.shown();
  return rollout_text(rollout);
}

}  // namespace loa::centre
