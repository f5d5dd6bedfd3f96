// What `loa doctor` knows of a station and its machine before it judges. Filled by the gather_*
// files; tests fill it by hand.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "audio/alsa_probe.h"
#include "base/clock.h"
#include "base/problem.h"
#include "base/time.h"

namespace loa::doctor {

// A sound device, as the running station tells of it.
struct ToldDevice {
  std::string state;  // audio::name_of(DeviceState)
  std::string detail;
};

// Of the running station, by its page on this machine.
struct StationFacts {
  std::string url;
  bool running = false;
  bool locked = false;     // a process holds the state folder
  bool forbidden = false;  // it answers, but not to this user
  std::string software;
  std::string sound_state;  // audio::name_of(DeviceState); the worst, where there are several
  std::map<std::string, ToldDevice> devices;  // by output
  bool start_near = false;                    // something begins within the minute
  std::vector<std::string> faults;
  std::map<std::string, base::Text> line_problems;  // by line, of those that cannot be had
  std::string board_state;                          // signs::name_of(BoardState)
  base::Text board_problem;
  std::string centre_last_answer;  // local time; "" if never
  std::uint64_t unacknowledged = 0;
  bool centre_connected = false;
  std::uint64_t media_files = 0;  // that it fetches from the centre
  std::uint64_t media_bytes = 0;  // of them, still to come
  std::string media_problem;      // absent, unreachable; "" for none
};

// A sound device as configured.
struct OutputFacts {
  std::string output;                         // "alsa:NAME" or "wav:FILE"
  std::optional<audio::PcmProbe> probe = {};  // nothing where it was not opened
};

struct SoundFacts {
  std::vector<OutputFacts> outputs;       // the station's, then those of clusters
  std::vector<audio::SoundCard> cards;    // now
  std::map<std::string, int> remembered;  // card id → number, when last looked; empty: never
};

struct LimitFacts {
  bool of_station = false;     // of the running station; else of whoever asks
  bool privileged = false;     // root or CAP_SYS_NICE: no limit counts
  std::uint64_t priority = 0;  // RLIMIT_RTPRIO, the most that is allowed
  bool group_exists = false;   // a group "audio"
  bool in_group = false;
  // Of the machine itself, where it has one: whether somebody feeds it.
  std::optional<bool> watchdog_fed = {};
};

struct ClockFacts {
  base::ClockTrust trust = base::ClockTrust::ntp;
  bool synchronised = false;  // adjtimex(2) without STA_UNSYNC
  std::int64_t error_us = 0;  // its estimate of the error
  int batteries = 0;          // clocks in /sys/class/rtc
  base::Wall now{};
  base::Wall built{};        // of this program: no clock that is right shows less
  std::string battery = {};  // the first clock's name, as "rtc-ds1307 1-0068"
  std::string service = {};  // that sets the clock: "systemd-timesyncd", "chrony", "ntpd"; "": none
  std::string servers = {};  // as its configuration names them; "": its defaults
};

struct ZoneFacts {
  std::string name;                            // as configured
  bool has_data = true;                        // tzdata is there
  std::optional<std::chrono::seconds> offset;  // now; nothing where the zone is not known
  std::string machine;                         // the machine's own; "" where that is not told
  std::optional<std::chrono::seconds> machine_offset;
};

// A journal as doctor found it.
struct JournalFacts {
  bool there = false;
  std::string error;  // it could not be opened: why
  bool ok = true;
  std::uint64_t rows = 0;
  std::string why;  // journal::Verification
  std::uint64_t bad_epoch = 0;
  std::uint64_t bad_seq = 0;
};

struct StateFacts {
  std::string folder;
  bool there = false;
  bool writable = false;
  bool read_only = false;  // its file system
  std::uint64_t free = 0;  // bytes
  std::uint64_t total = 0;
  std::uint64_t inodes_free = 0;  // with `inodes` 0: the file system counts none
  std::uint64_t inodes = 0;
  // eMMC: how much of its life is used, 1 (0 to 10 %) to 11 (beyond), 0 unknown: EXT_CSD bytes 268
  // and 269 of JESD84-B51; and pre-EOL, 1 normal, 2 warning, 3 urgent.
  int life_used = 0;
  int end_of_life = 0;
  std::string device;        // as the kernel names it: "mmcblk0p2"
  std::uint64_t errors = 0;  // that ext4 has found in itself since it was last checked
  JournalFacts journal;
  std::vector<std::string> damaged;  // files that were put aside
};

struct CentreFacts {
  std::string url;  // "": works alone
  bool answers = false;
  std::string why_not;
  std::optional<base::Duration> ahead;  // its clock beyond ours, by its Date header
  bool enrolled = false;
  bool has_token = false;
  bool in_the_open = false;                          // plain HTTP to another machine
  std::optional<base::Wall> certificate_from = {};   // the station's
  std::optional<base::Wall> certificate_until = {};  // the same
  std::optional<base::Wall> server_until = {};       // of the one that the centre shows
};

// The page's own certificate, where it is served by HTTPS.
struct PageFacts {
  bool tls = false;
  std::string fingerprint;  // SHA-256; "" if it cannot be read
  std::optional<base::Wall> until;
};

struct TrustFacts {
  bool has_office = false;
  std::string root_file;
  base::Problems problems;  // of the root file
  std::optional<base::Wall> root_expires;
  bool has_week = false;
  base::Problems week_problems;  // it is not believed
  std::optional<base::Wall> week_expires;
  std::optional<base::Wall> fresh_until;
  std::string unreadable;  // a file that only the station's user may read
};

struct BoardFacts {
  std::string kind;  // "simulated": none
  std::string address;
  bool asked = false;  // at its address; not while the station speaks with it
  bool answers = false;
  base::Text note;
};

// A GPIO line that switches the amplifier or what belongs to it.
struct LineFacts {
  std::string name;
  std::string line;
  std::optional<base::Text> fault;  // why it cannot be had
};

struct MediaFault {
  std::string path;
  std::string code;       // missing, empty, damaged, unsigned...
  std::string first_due;  // local time of its first start
};
struct MediaFacts {
  bool looked = false;   // there was a week to look into
  std::string last_day;  // of the week, when it ends within the seven days; else ""
  int starts = 0;        // within seven days
  int files = 0;         // that they need
  std::vector<MediaFault> faults;
};

struct Facts {
  std::string config_file;
  base::Problems config_problems;  // errors: nothing below is known, but clock and cards
  bool configured = false;
  StationFacts station;
  SoundFacts sound;
  LimitFacts limits;
  ClockFacts clock;
  ZoneFacts zone;
  StateFacts state;
  CentreFacts centre;
  PageFacts page;
  TrustFacts trust;
  BoardFacts board;
  std::vector<LineFacts> amplifier;  // as configured
  MediaFacts media;
};

}  // namespace loa::doctor
