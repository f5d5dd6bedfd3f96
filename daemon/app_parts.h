// What app.cpp puts together, and the small decisions about it. Private to app*.cpp.
#pragma once

#include <memory>

#include "audio/air_bank.h"
#include "base/files.h"
#include "daemon/api.h"
#include "daemon/centre_door.h"
#include "daemon/clock_floor.h"
#include "daemon/file_schedule_store.h"
#include "daemon/gpio_lines.h"
#include "daemon/supervisor.h"

namespace loa::daemon {

// Makes the folder and holds it. Throws std::runtime_error with a sentence for the operator.
base::FolderLock take_state(const std::filesystem::path& state);

// Listens and hands each request to `api`; beyond loopback over TLS with a certificate of its own,
// kept in the state folder. Throws std::runtime_error with a sentence for the operator, also where
// it may do later: an address that the network has yet to give.
std::unique_ptr<protocol::HttpServer> listen(boost::asio::io_context& loop, const Config& config,
                                             base::Wall now, Api& api);

// Reads the station's abbreviations. Throws base::BadInput if a line is wrong.
MediaFolders folders_of(const Config& config);
// Places this station's fetching of media among that of others.
std::uint64_t fetch_seed(const Identity& identity, const std::string& boot);
// Reads the policy. Throws base::BadInput if it cannot be used.
StationSettings station_settings(const Config& config);
audio::LiveAirSettings air_settings(const Config& config);
// Null for a simulated one.
std::unique_ptr<signs::Board> board_of(const Config& config, boost::asio::io_context& loop,
                                       base::Timers& timers);

// Null where nothing is switched.
std::unique_ptr<GpioLines> lines_of(const Config& config, base::Timers& timers,
                                    std::function<void(const LinesChange&)> changed);

// What the last stop left damaged, into the log.
void log_findings(const journal::Journal& journal,
                  std::initializer_list<const base::Problems*> damaged);

protocol::StatusReport status_report(const Config& config, const Identity& identity,
                                     const Station& station, const SloganBoard& board,
                                     const journal::Journal& journal, const CentreView& centre);

// A bundle that the centre gave and that was not taken, for the centre.
struct RefusedBundle {
  std::string fingerprint;  // trust::fingerprint; "" for none, or where it could not even be read
  std::string reason;       // the first error's code
};
RefusedBundle refused_bundle(const std::string& bundle, const base::Problems& problems);

// Whether the sound's thread is at work, for the watchdog.
bool is_alive(const audio::LiveAirStatus& sound, base::Steady now);

}  // namespace loa::daemon
