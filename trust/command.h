// Live commands: what stations are to do now, by the word of those whom the root names for it
// (role "command"). How one is told from an old, a foreign or a forged one. No I/O.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "trust/otp.h"
#include "trust/roles.h"

namespace loa::trust {

// What must lie in the station's media folder, byte for byte.
struct PlayFile {
  std::string path;
  Reference content;
  int level = 3;  // 1 emergency (khẩn cấp), 2 priority, 3 normal
};
struct Say {
  std::string text;
  int level = 3;
};
struct StopSound {
  bool all = false;  // what waits and what was interrupted, too
};
struct SetVolume {
  int percent = 0;  // 0..100
};
// Of the whole machine.
struct Reboot {};
using Action = std::variant<PlayFile, Say, StopSound, SetVolume, Reboot>;

struct Command {
  static constexpr std::string_view kType = "application/vnd.loa.command+json";
  std::vector<std::string> stations;  // ids; "*" is any
  // Whose counter it carries: each command of an issuer has a higher one than all before. The time
  // in milliseconds since 1970 will do.
  PublicKey issuer{};
  std::int64_t counter = 1;
  base::Wall not_before{};
  base::Wall expires{};  // kCommandLife after not_before at most
  std::string nonce;     // what a station without a trusted clock told last; "" otherwise
  Action action;
  std::string otp = {};  // the issuer's one-time code, where no second person signs; "" otherwise
};

inline constexpr base::Duration kCommandLife = std::chrono::seconds{120};

// What one person may reach by one command.
inline constexpr std::size_t kMostByOne = 20;

// Two different people must sign, or one with a one-time code: an emergency, and what goes to every
// station or names more than kMostByOne.
bool needs_two(const Command& command);

// Reads an envelope's payload, whoever signed it; nothing if it is not right, and then there are
// errors among the problems. `file` names places.
std::optional<Command> read_command(const Envelope& envelope, const std::string& file,
                                    base::Problems& problems);
// Without signatures.
Envelope envelope_of(const Command& command);

// The highest counter that was obeyed of each issuer.
using Counters = std::map<PublicKey, std::int64_t>;

struct CommandQuestion {
  std::string station;
  std::optional<base::Wall> at;  // nothing where the clock is not trusted: `nonce` decides then
  std::string nonce;             // what the station tells now
  std::string file = {};         // for places
  OtpSecrets otp_secrets = {};   // of the commanders who may act without a second person
  OtpUsed otp_used = {};
};

struct CommandJudgement {
  std::optional<Command> command;  // to be obeyed; nothing if there is any problem
  // The step of the one-time code that it was let through by, to be remembered before it is obeyed.
  std::optional<std::int64_t> otp_step = std::nullopt;
  // Stable codes: no-commanders, unsigned, second-person, wrong-otp, not-for-station, done-before,
  // replayed, too-early, expired, no-nonce, and those of what cannot be read.
  base::Problems problems;
};

// `commanders`: the root's role, if it names one.
CommandJudgement judge(const Envelope& envelope, const std::optional<Role>& commanders,
                       const Counters& obeyed, const CommandQuestion& question);

}  // namespace loa::trust
