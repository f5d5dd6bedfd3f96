// loa-firmware: makes the files that a panel board is programmed with, and updates boards.
#include <fmt/format.h>

#include <cstdio>

#include "firmware/tools/commands.h"
#include "firmware/tools/host.h"

namespace loa::firmware::tools {

int complain(const std::string& about, const base::Text& what) {
  fmt::print(stderr, "loa-firmware: {}: {}\n", about, what.shown());
  return kProblems;
}

namespace {

int parse_and_run(int argc, char** argv) {
  CLI::App app(base::Text{"Firmware của bảng Loa: ký, nạp, cập nhật",
                          "The firmware of Loa's boards: sign, program, update"}
                   .shown(),
               "loa-firmware");
  app.require_subcommand(1);
  Action chosen;
  add_file_commands(app, chosen);
  add_line_commands(app, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kFine : kUsage;
  }
  return chosen();
}

}  // namespace
}  // namespace loa::firmware::tools

int main(int argc, char** argv) {
  using namespace loa::firmware::tools;
  try {
    return parse_and_run(argc, argv);
  } catch (const NoBoard& error) {
    fmt::print(stderr, "loa-firmware: {}\n", error.what());
    return kNoBoard;
  } catch (const std::exception& error) {
    fmt::print(stderr, "loa-firmware: {}\n", error.what());
    return kProblems;
  }
}
