// loa sign show, loa sign png.
#include <fmt/format.h>
#include <unistd.h>

#include "base/files.h"
#include "base/language.h"
#include "cli/station_commands.h"

namespace loa::cli {
namespace {

using base::Text;

int show(const std::string& url) {
  const auto* colours = ::isatty(STDOUT_FILENO) == 1 ? "1" : "0";
  fmt::print("{}", StationClient(url).need("/v1/sign.txt", {{"colours", colours}}).body);
  return kFine;
}

int save(const std::string& url, const std::string& file) {
  base::replace_file(file, StationClient(url).need("/v1/sign.png", {{"scale", "6"}}).body);
  return kFine;
}

}  // namespace

void add_sign_commands(CLI::App& app, Action& chosen, const StationUrl& url) {
  auto* group = app.add_subcommand("sign", Text{"bảng chữ điện tử", "the slogan board"}.shown());
  group->fallthrough();
  group->require_subcommand(1);
  auto* show_command = group->add_subcommand(
      "show",
      Text{"hiện bảng chữ trong cửa sổ dòng lệnh", "show the board in the terminal"}.shown());
  show_command->fallthrough();
  show_command->callback([&chosen, url] { chosen = [=] { return show(*url); }; });
  auto file = std::make_shared<std::string>();
  auto* png = group->add_subcommand(
      "png", Text{"lưu hình bảng chữ vào tệp PNG", "save the board's picture as PNG"}.shown());
  png->fallthrough();
  png->add_option("OUT", *file, Text{"tệp PNG", "the PNG file"}.shown())->required();
  png->callback([&chosen, url, file] { chosen = [=] { return save(*url, *file); }; });
}

}  // namespace loa::cli
