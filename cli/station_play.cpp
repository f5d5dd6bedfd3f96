// loa play, loa live.
#include <fmt/format.h>

#include <filesystem>

#include "base/files.h"
#include "base/language.h"
#include "cli/station_commands.h"
#include "cli/words.h"

namespace loa::cli {
namespace {

using base::Text;
using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

constexpr std::size_t kLargestFile = 64UL * 1024 * 1024;

struct PlayArguments {
  std::string what;
  std::string title;
  int level = 3;
  bool over = false;
  std::vector<std::string> clusters;
};

// "ban-tin.mp3" is meant as a file even where there is none: it is not to be read aloud.
bool looks_like_file(const std::string& text) {
  const auto ending = fs::path(text).extension().string();
  return text.find(' ') == std::string::npos && ending.size() >= 3 && ending.size() <= 5;
}

std::string uploaded(const StationClient& station, const fs::path& file) {
  const auto bytes = base::read_file(file, kLargestFile);
  const auto answer =
      checked(station.post("/v1/media", bytes, {{"name", file.filename().string()}}));
  return answer.json().value("file", "");
}

int play(const std::string& url, const PlayArguments& arguments) {
  const StationClient station(url);
  Json body{{"level", arguments.level}};
  if (arguments.over) body["over"] = true;
  if (!arguments.clusters.empty()) body["clusters"] = arguments.clusters;
  if (fs::is_regular_file(arguments.what)) {
    body["file"] = uploaded(station, arguments.what);
    body["title"] = fs::path(arguments.what).filename().string();
  } else if (looks_like_file(arguments.what)) {
    throw Refused(Text{fmt::format("không thấy tệp {}", arguments.what),
                       fmt::format("there is no file {}", arguments.what)}
                      .shown());
  } else {
    body["text"] = arguments.what;
  }
  if (!arguments.title.empty()) body["title"] = arguments.title;
  const auto taken = station.command("/v1/play", body).json();
  const auto length = length_word(taken.value("length", 0.0));
  const Text done{fmt::format("đã nhận, dài {} ({})", length, taken.value("occurrence", "")),
                  fmt::format("taken, {} long ({})", length, taken.value("occurrence", ""))};
  fmt::print("{}\n", done.shown());
  return kFine;
}

struct LiveArguments {
  std::string device;
  std::string longest;
  std::string title;
  int level = 3;
  bool over = false;
  std::vector<std::string> clusters;
};

int speak_live(const std::string& url, const LiveArguments& arguments) {
  Json body{{"level", arguments.level}};
  if (arguments.over) body["over"] = true;
  if (!arguments.clusters.empty()) body["clusters"] = arguments.clusters;
  if (!arguments.device.empty()) body["device"] = arguments.device;
  if (!arguments.longest.empty()) body["for"] = arguments.longest;
  if (!arguments.title.empty()) body["title"] = arguments.title;
  const auto taken = StationClient(url).command("/v1/live", body).json();
  const auto length = length_word(taken.value("length", 0.0));
  const auto id = taken.value("occurrence", "");
  const Text done{
      fmt::format("micrô mở sau nửa giây, tự tắt sau {}; xong sớm: loa stop ({})", length, id),
      fmt::format(
          "the microphone opens in half a second and closes after {}; sooner: loa stop ({})",
          length, id)};
  fmt::print("{}\n", done.shown());
  return kFine;
}

void add_level(CLI::App& command, int& level) {
  const Text classes{"1 khẩn cấp, 2 ưu tiên, 3 thông thường", "1 emergency, 2 priority, 3 normal"};
  command.add_option("--level", level, classes.shown())->check(CLI::Range(1, 3));
}

void add_over(CLI::App& command, bool& over) {
  const Text what{"phát đè: bài đang phát nhỏ tiếng đi thay vì bị ngắt",
                  "over what plays, which is lowered meanwhile, instead of cutting it"};
  command.add_flag("--over", over, what.shown());
}

void add_clusters(CLI::App& command, std::vector<std::string>& clusters) {
  const Text what{"chỉ ra cụm loa này; lặp lại được", "in this cluster only; may be repeated"};
  command.add_option("--cluster", clusters, what.shown())->allow_extra_args(false);
}

}  // namespace

void add_play_command(CLI::App& app, Action& chosen, const StationUrl& url) {
  auto arguments = std::make_shared<PlayArguments>();
  auto* command = app.add_subcommand(
      "play",
      Text{"phát một tệp âm thanh, hoặc đọc một đoạn chữ", "play a file, or speak a text"}.shown());
  command->fallthrough();
  command
      ->add_option("FILE|TEXT", arguments->what,
                   Text{"tệp âm thanh, hoặc lời để đọc", "a sound file, or words to speak"}.shown())
      ->required();
  add_level(*command, arguments->level);
  add_over(*command, arguments->over);
  add_clusters(*command, arguments->clusters);
  command->add_option("--title", arguments->title, Text{"tên để ghi nhật ký", "a title"}.shown());
  command->callback([&chosen, url, arguments] { chosen = [=] { return play(*url, *arguments); }; });
}

void add_live_command(CLI::App& app, Action& chosen, const StationUrl& url) {
  auto arguments = std::make_shared<LiveArguments>();
  auto* command = app.add_subcommand(
      "live",
      Text{"nói trực tiếp qua micrô của đài", "speak live into the station's microphone"}.shown());
  command->fallthrough();
  command->add_option("--device", arguments->device,
                      Text{"alsa:TÊN thay cho micrô trong cấu hình",
                           "alsa:NAME instead of the configured microphone"}
                          .shown());
  command->add_option("--for", arguments->longest,
                      Text{"nói nhiều nhất bao lâu, như 5m", "at most how long, as 5m"}.shown());
  add_level(*command, arguments->level);
  add_over(*command, arguments->over);
  add_clusters(*command, arguments->clusters);
  command->add_option("--title", arguments->title, Text{"tên để ghi nhật ký", "a title"}.shown());
  command->callback(
      [&chosen, url, arguments] { chosen = [=] { return speak_live(*url, *arguments); }; });
}

}  // namespace loa::cli
