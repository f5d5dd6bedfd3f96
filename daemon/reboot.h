// How the station has its machine restarted: it may not do so itself.
#pragma once

#include <filesystem>

namespace loa::daemon {

// Asks by a connection to the socket of loa-station-reboot.socket, whose other end is systemd: it
// may be asked by the station's user alone, for nothing else, and with no words. False where nobody
// listens there. Does not block.
bool ask_for_reboot(const std::filesystem::path& socket);

}  // namespace loa::daemon
