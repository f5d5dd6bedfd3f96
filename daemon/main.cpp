// loa-station: one commune's station.
#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>

#include "base/problem.h"
#include "daemon/app.h"
#include "daemon/version.h"

int main(int argc, char** argv) {
  CLI::App options{"loa-station: đài truyền thanh / a commune's broadcast controller",
                   "loa-station"};
  std::string file;
  options.add_option("--config", file, "tệp cấu hình / the configuration file")->required();
  options.set_version_flag("--version", loa::daemon::kVersion);
  CLI11_PARSE(options, argc, argv);
  try {
    loa::daemon::App app(loa::daemon::read_config(file));
    app.run();
    return 0;
  } catch (const loa::base::BadInput& error) {
    for (const auto& problem : error.problems()) std::cerr << to_string(problem) << '\n';
  } catch (const std::exception& error) {
    std::cerr << "loa-station: " << error.what() << '\n';
  }
  return 1;
}
