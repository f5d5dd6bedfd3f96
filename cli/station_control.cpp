// loa stop, pause, resume, volume.
#include <fmt/format.h>

#include "base/language.h"
#include "cli/station_commands.h"

namespace loa::cli {
namespace {

using base::Text;
using Json = nlohmann::ordered_json;

int send(const std::string& url, const std::string& path, const Json& body, const Text& done) {
  StationClient(url).command(path, body);
  fmt::print("{}\n", done.shown());
  return kFine;
}

void add_plain(CLI::App& app, Action& chosen, const StationUrl& url, const std::string& name,
               const Text& about, const Text& done) {
  auto* command = app.add_subcommand(name, about.shown());
  command->fallthrough();
  command->callback([&chosen, url, name, done] {
    chosen = [=] { return send(*url, "/v1/" + name, Json::object(), done); };
  });
}

void add_stop(CLI::App& app, Action& chosen, const StationUrl& url) {
  auto all = std::make_shared<bool>(false);
  auto* command =
      app.add_subcommand("stop", Text{"dừng mục đang phát", "stop what is on the air"}.shown());
  command->fallthrough();
  command->add_flag("--all", *all,
                    Text{"cả những mục đang chờ", "what waits for the air too"}.shown());
  command->callback([&chosen, url, all] {
    chosen = [=] { return send(*url, "/v1/stop", {{"all", *all}}, {"đã dừng", "stopped"}); };
  });
}

void add_volume(CLI::App& app, Action& chosen, const StationUrl& url) {
  auto percent = std::make_shared<int>(0);
  auto* command = app.add_subcommand("volume", Text{"đặt âm lượng", "set the volume"}.shown());
  command->fallthrough();
  command->add_option("PERCENT", *percent, Text{"phần trăm, 0 đến 100", "percent"}.shown())
      ->required()
      ->check(CLI::Range(0, 100));
  command->callback([&chosen, url, percent] {
    chosen = [=] {
      return send(*url, "/v1/volume", {{"percent", *percent}},
                  {fmt::format("âm lượng {} %", *percent), fmt::format("volume {} %", *percent)});
    };
  });
}

}  // namespace

void add_control_commands(CLI::App& app, Action& chosen, const StationUrl& url) {
  add_stop(app, chosen, url);
  add_plain(app, chosen, url, "pause", {"tạm dừng", "pause"}, {"đã tạm dừng", "paused"});
  add_plain(app, chosen, url, "resume", {"phát tiếp", "go on"}, {"đã phát tiếp", "resumed"});
  add_volume(app, chosen, url);
}

}  // namespace loa::cli
