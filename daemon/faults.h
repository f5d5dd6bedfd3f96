// What is wrong with the station, of all its parts: for the page and for the centre alike.
#pragma once

#include <string>
#include <vector>

#include "daemon/config.h"
#include "daemon/media_fetch.h"
#include "daemon/slogan_board.h"
#include "daemon/station.h"
#include "daemon/uplink.h"

namespace loa::daemon {

// Codes, as docs/van-hanh.md has them. The loop's thread; reads the processor's heat.
std::vector<std::string> all_faults(const StationView& station, const SloganBoard& board,
                                    const UplinkView& uplink, const MediaFetchView& media,
                                    const Config& config);

}  // namespace loa::daemon
