// What answers of a first start change of the machine, beside the station's configuration: whether
// its own watchdog starts it again where all of it hangs, and whom it asks for the time. As
// drop-ins of systemd (systemd-system.conf(5), timesyncd.conf(5)), which an administrator may
// change.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/fields.h"

namespace loa::daemon {

struct SystemAnswers {
  std::optional<bool> watchdog = {};  // nothing: as it is
  // Names or addresses; none: the system's own again; nothing: as they are.
  std::optional<std::vector<std::string>> time_servers = {};
};

// The member "system" of the answers.
SystemAnswers read_system(base::Fields& fields);

// Writes the drop-ins in `etc` (the machine's is /etc) durably, or takes them away. What systemctl
// is then to be told, a list of arguments each; nothing where they were so. Throws
// std::system_error. Blocks on the disk.
std::vector<std::vector<std::string>> write_system(const SystemAnswers& answers,
                                                   const std::filesystem::path& etc);

// The same for this machine, with systemctl told; where it does not do it, the next start of the
// machine does, and the log says so. For root. Throws std::system_error; blocks for some seconds.
void change_system(const SystemAnswers& answers);

}  // namespace loa::daemon
