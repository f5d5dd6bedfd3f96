// loa sign show, loa sign png, loa sign gif, loa sign probe.
#include <fmt/format.h>
#include <unistd.h>

#include "base/files.h"
#include "base/language.h"
#include "cli/sign_probe.h"
#include "cli/station_commands.h"

namespace loa::cli {
namespace {

using base::Text;

int show(const std::string& url) {
  const auto* colours = ::isatty(STDOUT_FILENO) == 1 ? "1" : "0";
  fmt::print("{}", StationClient(url).need("/v1/sign.txt", {{"colours", colours}}).body);
  return kFine;
}

int save(const std::string& url, const std::string& path, const Query& query,
         const std::string& file) {
  base::replace_file(file, StationClient(url).need(path, query).body);
  return kFine;
}

CLI::App* command(CLI::App& group, const char* name, const Text& what) {
  auto* added = group.add_subcommand(name, what.shown());
  added->fallthrough();
  return added;
}

void add_png(CLI::App& group, Action& chosen, const StationUrl& url) {
  auto file = std::make_shared<std::string>();
  auto* png =
      command(group, "png", {"lưu hình bảng chữ vào tệp PNG", "save the board's picture as PNG"});
  png->add_option("OUT", *file, Text{"tệp PNG", "the PNG file"}.shown())->required();
  png->callback([&chosen, url, file] {
    chosen = [=] { return save(*url, "/v1/sign.png", {{"scale", "6"}}, *file); };
  });
}

void add_gif(CLI::App& group, Action& chosen, const StationUrl& url) {
  auto file = std::make_shared<std::string>();
  auto seconds = std::make_shared<int>(5);
  auto* gif = command(group, "gif",
                      {"lưu bảng chữ chuyển động vào tệp GIF", "save the board in motion as GIF"});
  gif->add_option("OUT", *file, Text{"tệp GIF", "the GIF file"}.shown())->required();
  gif->add_option("--seconds", *seconds,
                  Text{"số giây kể từ bây giờ, 1 đến 10", "seconds from now on, 1 to 10"}.shown())
      ->check(CLI::Range(1, 10))
      ->capture_default_str();
  gif->callback([&chosen, url, file, seconds] {
    const Query query{{"scale", "4"}, {"seconds", std::to_string(*seconds)}};
    chosen = [=] { return save(*url, "/v1/sign.gif", query, *file); };
  });
}

void add_probe(CLI::App& group, Action& chosen) {
  auto address = std::make_shared<std::string>();
  auto* probe = command(group, "probe",
                        {"hỏi xem ở một địa chỉ có bảng gì", "ask which board is at an address"});
  probe
      ->add_option("ADDRESS", *address,
                   Text{"serial:/dev/ttyUSB0, tcp:MÁY:CỔNG, unix:/TỆP, tên máy, hoặc cổng mạng",
                        "serial:/dev/ttyUSB0, tcp:HOST:PORT, unix:/FILE, a host, or an interface"}
                       .shown())
      ->required();
  probe->callback([&chosen, address] { chosen = [=] { return probe_board(*address); }; });
}

}  // namespace

void add_sign_commands(CLI::App& app, Action& chosen, const StationUrl& url) {
  auto* group = command(app, "sign", {"bảng chữ điện tử", "the slogan board"});
  group->require_subcommand(1);
  command(*group, "show",
          {"hiện bảng chữ trong cửa sổ dòng lệnh", "show the board in the terminal"})
      ->callback([&chosen, url] { chosen = [=] { return show(*url); }; });
  add_png(*group, chosen, url);
  add_gif(*group, chosen, url);
  add_probe(*group, chosen);
}

}  // namespace loa::cli
