// Asks a technician, line by line, what a station must be told.
#pragma once

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "base/communes.h"
#include "base/language.h"
#include "daemon/config_amplifier.h"
#include "daemon/setup_machine.h"
#include "signs/drivers/probe.h"

namespace loa::setup {

// The machine, as far as the questions need it.
struct Machine {
  daemon::MachineFacts facts;
  base::Communes communes;
  // Why a GPIO line cannot be had; nothing if it can.
  std::function<std::optional<base::Text>(const std::string& line)> line_fault;
  // Why it did not sound; nothing if it did.
  std::function<std::optional<base::Text>(const std::string& card,
                                          const daemon::AmplifierConfig& amplifier)>
      play_tone;
  std::function<signs::drivers::ProbeResult(const std::string& address)> probe_board;
  // Asks for a new password without showing it, and gives its hash; "" where none was typed.
  std::function<std::string()> new_password_hash;
};

// The answers as JSON, for merged(). `old`: the configuration's present text, whose values are what
// an empty line means; "" if there is none. Throws std::runtime_error where the input ends.
std::string ask_all(std::istream& in, std::ostream& out, const Machine& machine,
                    const std::string& old);

}  // namespace loa::setup
