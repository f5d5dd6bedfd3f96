// Commands about the machine on which a station runs. After add_station_commands().
#pragma once

#include <memory>
#include <string>

#include "cli/commands.h"

namespace loa::cli {

// --config, where the packages put it unless told.
std::shared_ptr<std::string> add_config_option(CLI::App& command);

void add_doctor_command(CLI::App& app, Action& chosen);
// backup, restore
void add_backup_commands(CLI::App& app, Action& chosen);
void add_setup_command(CLI::App& app, Action& chosen);

}  // namespace loa::cli
