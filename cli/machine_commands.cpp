// What the commands about the machine have in common.
#include "cli/machine_commands.h"

#include "base/language.h"
#include "cli/station_client.h"

namespace loa::cli {

std::shared_ptr<std::string> add_config_option(CLI::App& command) {
  auto file = std::make_shared<std::string>(kUsualConfig);
  command
      .add_option("--config", *file,
                  base::Text{"tệp cấu hình của đài", "the station's configuration"}.shown())
      ->envname("LOA_CONFIG")
      ->capture_default_str();
  return file;
}

}  // namespace loa::cli
