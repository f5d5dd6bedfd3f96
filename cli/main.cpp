// loa: the operator's and the technician's command line.
#include <fmt/format.h>

#include <cstdio>

#include "base/language.h"
#include "cli/commands.h"
#include "cli/machine_commands.h"
#include "cli/station_client.h"
#include "cli/trust_commands.h"

namespace {

int parse_and_run(int argc, char** argv) {
  using loa::base::Text;
  CLI::App app(Text{"Loa: điều khiển phát thanh cơ sở", "Loa: community broadcast control"}.shown(),
               "loa");
  app.require_subcommand(1);
  loa::cli::Action chosen;
  loa::cli::add_schedule_commands(app, chosen);
  loa::cli::add_station_commands(app, chosen);
  loa::cli::add_speech_command(app, chosen);
  loa::cli::add_key_commands(app, chosen);
  loa::cli::add_otp_commands(app, chosen);
  loa::cli::add_root_commands(app, chosen);
  loa::cli::add_programme_commands(app, chosen);
  loa::cli::add_verify_bundle(app, chosen);
  loa::cli::add_doctor_command(app, chosen);
  loa::cli::add_backup_commands(app, chosen);
  loa::cli::add_setup_command(app, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? loa::cli::kFine : loa::cli::kUsage;
  }
  return chosen();
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return parse_and_run(argc, argv);
  } catch (const loa::cli::NoStation& error) {
    fmt::print(stderr, "loa: {}\n", error.what());
    return loa::cli::kNoStation;
  } catch (const std::exception& error) {
    fmt::print(stderr, "loa: {}\n", error.what());
    return loa::cli::kProblems;
  }
}
