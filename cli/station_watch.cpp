// loa watch.
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "base/language.h"
#include "cli/station_commands.h"
#include "cli/watch_story.h"

namespace loa::cli {
namespace {

using base::Text;

constexpr const char* kEraseLine = "\r\x1b[K";

struct WatchArguments {
  bool board = false;
};

void show(const Told& told, const std::string& board, bool terminal) {
  if (terminal) fmt::print("{}", kEraseLine);
  for (const std::string& line : told.lines) fmt::print("{}\n", line);
  fmt::print("{}", board);
  if (terminal) fmt::print("{}", told.now);
  std::fflush(stdout);
}

// The board is asked for a while after its text changed, when letters have scrolled in.
class BoardPrinter {
 public:
  void wanted() { looks_left_ = kLooks; }
  std::string take(const StationClient& station, bool terminal) {
    if (looks_left_ == 0 || --looks_left_ > 0) return "";
    return station.need("/v1/sign.txt", {{"colours", terminal ? "1" : "0"}}).body;
  }

 private:
  static constexpr int kLooks = 8;
  int looks_left_ = 0;
};

int watch(const std::string& url, const WatchArguments& arguments) {
  const StationClient station(url);
  const bool terminal = ::isatty(STDOUT_FILENO) == 1;
  WatchStory story;
  BoardPrinter board;
  for (;;) {
    const Told told = story.look(station.need("/v1/status").json(),
                                 station.need("/v1/log", {{"limit", "20"}}).json());
    if (told.show_board && arguments.board) board.wanted();
    show(told, board.take(station, terminal), terminal);
    std::this_thread::sleep_for(std::chrono::milliseconds{500});
  }
}

}  // namespace

void add_watch_command(CLI::App& app, Action& chosen, const StationUrl& url) {
  auto arguments = std::make_shared<WatchArguments>();
  auto* command = app.add_subcommand("watch", Text{"kể việc đài đang làm, tới khi bấm Ctrl-C",
                                                   "tell what the station does, until Ctrl-C"}
                                                  .shown());
  command->fallthrough();
  command->add_flag("--board", arguments->board,
                    Text{"kèm hình bảng chữ", "with the board's picture"}.shown());
  command->callback(
      [&chosen, url, arguments] { chosen = [=] { return watch(*url, *arguments); }; });
}

}  // namespace loa::cli
