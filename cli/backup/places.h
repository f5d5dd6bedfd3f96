// Where the members of a backup belong on a machine.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "daemon/config.h"

namespace loa::backup {

inline constexpr auto kConfigMember = "config/station.json";
inline constexpr auto kTrustMember = "trust/root.json";
inline constexpr auto kPolicyMember = "policy/policy.json";
inline constexpr auto kOtpMember = "otp/secrets.json";
inline constexpr auto kAbbreviationsMember = "speech/abbreviations.txt";
inline constexpr auto kCommunesMember = "config/communes.csv";
inline constexpr auto kJournalMember = "state/journal.db";

// A file outside the state folder that has a member of its own.
struct OutsideFile {
  const char* member;
  std::filesystem::path path;
  bool needed = true;        // the configuration names it: without it the station does not start
  bool of_identity = false;  // its secrets are one station's
};

// All that a station with this configuration may have; the configuration file itself comes last.
std::vector<OutsideFile> outside_files(const daemon::Config& config,
                                       const std::filesystem::path& config_file);

// Whether the media folder lies in the state folder, and comes with it.
bool media_in_state(const daemon::Config& config);

// The first part of a path inside the state folder that has no place in a backup: locks, what can
// be made again, what is half written, and what a restore put away.
bool stays_behind(const std::string& first_part);

// Whether a name in the state folder belongs to the station's key: the key itself, the record, and,
// where no office stands above it, the week that the key has signed.
bool belongs_to_identity(const std::string& first_part, bool has_office);

}  // namespace loa::backup
