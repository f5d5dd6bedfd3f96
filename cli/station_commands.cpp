// --station, and all commands that use it.
#include "cli/station_commands.h"

#include "base/language.h"

namespace loa::cli {

void add_station_commands(CLI::App& app, Action& chosen) {
  auto url = std::make_shared<std::string>("http://127.0.0.1:8470");
  app.add_option("--station", *url, base::Text{"địa chỉ của đài", "the station's address"}.shown())
      ->envname("LOA_STATION")
      ->capture_default_str();
  app.fallthrough();
  add_status_command(app, chosen, url);
  add_log_commands(app, chosen, url);
  add_play_command(app, chosen, url);
  add_live_command(app, chosen, url);
  add_control_commands(app, chosen, url);
  add_rules_commands(app, chosen, url);
  add_sign_commands(app, chosen, url);
  add_watch_command(app, chosen, url);
  add_signed_commands(app, chosen, url);
  add_people_commands(app, chosen, url);
  auto* schedule = app.get_subcommand("schedule");
  schedule->fallthrough();
  add_week_commands(*schedule, chosen, url);
}

}  // namespace loa::cli
