// Gathers the facts that are judged. Reads files, /proc and /sys, opens the sound device where no
// station uses it, and asks the station and its centre over HTTP; changes nothing but the list of
// sound cards that is kept in the state folder.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>

#include "cli/doctor/facts.h"
#include "daemon/config.h"

namespace loa::doctor {

struct Where {
  std::filesystem::path config;
  std::string station;  // its page's address; "": as configured
};

// Blocks: the station and the centre may take 60 s each to answer. Does not throw for what it
// looks at: what cannot be read is a fact.
Facts gather(const Where& where);

// The process that holds `state`/lock; 0 if none does, or the kernel does not tell.
int holder_of(const std::filesystem::path& state);

StationFacts gather_station(const daemon::Config& config, const std::string& url);
// `station`: a running one's sound devices are left alone, unless they rest for a while yet.
SoundFacts gather_sound(const daemon::Config& config, const StationFacts& station);
// Writes down which card has which number, for the next time; silently not where it may not.
void remember_cards(const std::vector<audio::SoundCard>& cards, const std::filesystem::path& state);
// Of the process, or of this one where it is 0.
LimitFacts gather_limits(int process);
// `root`: where /proc, /sys and /etc are, here and below.
ClockFacts gather_clock(base::ClockTrust trust, const std::filesystem::path& root = "/");
ZoneFacts gather_zone(const std::string& zone, base::Wall now,
                      const std::filesystem::path& root = "/");
// Of the device with that number: how worn it is, and what its file system has found in itself.
void gather_disk(dev_t device, StateFacts& facts, const std::filesystem::path& root = "/");
StateFacts gather_state(const std::filesystem::path& state);
CentreFacts gather_centre(const daemon::Config& config);
// A running station holds the lines and is asked; else they are looked at, not touched.
std::vector<LineFacts> gather_amplifier(const daemon::Config& config, const StationFacts& station);
PageFacts gather_page(const daemon::Config& config);
BoardFacts gather_board(const daemon::Config& config, const StationFacts& station);
// Both look into the week that lies in the state folder.
void gather_week(const daemon::Config& config, base::Wall now, TrustFacts& trust,
                 MediaFacts& media);

}  // namespace loa::doctor
