// What loa-station is told in its configuration file (daemon/loa-station.schema.json).
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audio/media.h"
#include "base/clock.h"
#include "base/problem.h"
#include "base/time.h"
#include "daemon/config_amplifier.h"
#include "daemon/config_clusters.h"
#include "daemon/config_sound.h"
#include "daemon/frame.h"
#include "protocol/listen_config.h"
#include "signs/drivers/make_board.h"
#include "signs/screen.h"

namespace loa::daemon {

struct CentreConfig {
  std::string url;    // "" for a station that works alone
  std::string token;  // of enrolment; used once
  base::Duration first_contact_window = std::chrono::seconds{60};
  std::string media_cache;  // http://host:port, asked for audio files first; "" for none
};

struct SpeechConfig {
  audio::SpeechSettings settings;       // without the station's own abbreviations
  std::filesystem::path abbreviations;  // their file; "" for none. Read when the station starts
};

// Who speaks live (loa live).
struct LiveConfig {
  std::string device;  // "alsa:NAME", "" where the station has no microphone
  base::Duration longest = std::chrono::minutes{10};
};

struct BoardConfig {
  signs::drivers::BoardSettings driver;
  signs::ScreenSettings screen;
};

// Who is made the first person, an administrator, where there are no people yet.
struct FirstPerson {
  std::string name;
  std::string hash;  // base::hash_password()
};

struct Config {
  std::string file;  // that it is from
  std::string name;
  bool named = true;  // false: nobody has set the station up yet, and the name is a stand-in
  // Not in the file: whom the unit lets the station ask for a restart (daemon/reboot.h).
  std::filesystem::path reboot_socket = "/run/loa-station-reboot.sock";
  std::string commune;  // code of the administrative unit (communes.h); "" where none is told
  std::filesystem::path state;
  std::filesystem::path media;
  std::string zone;
  std::string output;
  std::string loopback;  // "alsa:NAME", "" for none
  LiveConfig live;
  std::filesystem::path decoder;
  std::filesystem::path importer;
  SpeechConfig speech;
  base::ClockTrust clock = base::ClockTrust::ntp;
  protocol::ListenConfig listen;
  bool asks_login = true;  // false on loopback only: whoever is at the machine is its one user
  std::optional<FirstPerson> first_person;
  CentreConfig centre;
  // One-time codes of commanders (trust/otp.h); none: an emergency needs two people.
  std::optional<std::filesystem::path> command_otp = std::nullopt;
  std::optional<std::filesystem::path> trust;  // the office's first root; none: signs for itself
  BoardConfig board;
  SoundConfig sound;
  Frame frame;
  AmplifierConfig amplifier;
  base::Duration buffer = std::chrono::milliseconds{300};
  int volume_ceiling = 100;           // percent
  int emergency_volume = 100;         // percent; an emergency sounds no softer
  std::string policy = "open";        // a preset, or a file's whole path
  std::vector<std::string> clusters;  // which the station drives, as the policy names them
  std::vector<audio::Cluster> mapped_clusters;  // the same; none where the sound device is one
  // Not in the file: what is wrong with it, where this is the last good one (accepted_config.h).
  base::Problems refused;
  // Not in the file: what files that it names held when they were last accepted, by key
  // (named_files.h), where they cannot be used now.
  std::map<std::string, std::string> kept;
};

// Reads JSON with comments. Relative paths are relative to the folder of `file`. Throws
// base::BadInput with everything that is wrong, unknown keys by name. Does no I/O beyond the time
// zone data and looking for decoder, importer and speaker beside the program.
Config config_from(std::string_view text, const std::string& file);

// Stable codes of what is wrong with it: config-refused, not-set-up.
std::vector<std::string> faults_of(const Config& config);

// Where the packages have the state folder.
inline constexpr auto kUsualState = "/var/lib/loa";
// In the state folder, mode 0600: by it `loa` on the machine itself needs no password.
inline constexpr auto kOwnerTokenFile = "owner-token";
// The state folder that a configuration names, however wrong the rest of its text is.
std::optional<std::filesystem::path> state_named_in(const std::string& text,
                                                    const std::string& file);

// config_from() of a file on disk. Throws std::system_error if it cannot be read.
Config read_config(const std::filesystem::path& file);

}  // namespace loa::daemon
