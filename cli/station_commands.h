// Commands that talk to a station; each group is one file. Private to station_*.cpp.
#pragma once

#include <memory>

#include "cli/commands.h"
#include "cli/station_client.h"

namespace loa::cli {

// Where the station is: known once the command line has been parsed.
using StationUrl = std::shared_ptr<std::string>;

void add_status_command(CLI::App& app, Action& chosen, const StationUrl& url);
void add_log_commands(CLI::App& app, Action& chosen, const StationUrl& url);
void add_control_commands(CLI::App& app, Action& chosen, const StationUrl& url);
void add_play_command(CLI::App& app, Action& chosen, const StationUrl& url);
void add_live_command(CLI::App& app, Action& chosen, const StationUrl& url);
void add_watch_command(CLI::App& app, Action& chosen, const StationUrl& url);
void add_rules_commands(CLI::App& app, Action& chosen, const StationUrl& url);
void add_sign_commands(CLI::App& app, Action& chosen, const StationUrl& url);
void add_signed_commands(CLI::App& app, Action& chosen, const StationUrl& url);
void add_people_commands(CLI::App& app, Action& chosen, const StationUrl& url);
// schedule load, schedule show: into the group that is there already.
void add_week_commands(CLI::App& schedule, Action& chosen, const StationUrl& url);

}  // namespace loa::cli
