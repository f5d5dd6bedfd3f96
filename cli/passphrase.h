// Passphrases, from the terminal or a file.
#pragma once

#include <string>

#include "base/language.h"

namespace loa::cli {

// The file's first line. Throws std::system_error.
std::string passphrase_in(const std::string& file);
// Asks without showing what is typed; "" where there is no terminal. Blocks.
std::string ask_passphrase(const base::Text& question);

// A new one for a person, typed twice until both are the same and it is one that the station takes;
// "" where nothing was typed. Blocks.
std::string new_password();

}  // namespace loa::cli
