// The commands of loa-firmware.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "base/language.h"

namespace loa::firmware::tools {

inline constexpr int kFine = 0;
inline constexpr int kProblems = 1;
inline constexpr int kUsage = 2;
inline constexpr int kNoBoard = 3;

// Returns the exit code. May throw std::exception: main() tells the user.
using Action = std::function<int()>;

// new-key, sign, factory, config: files only.
void add_file_commands(CLI::App& app, Action& chosen);
// status, calibrate, update: with a board on the line.
void add_line_commands(CLI::App& app, Action& chosen);

// "loa-firmware: FILE: what is wrong" on stderr; kProblems.
int complain(const std::string& about, const base::Text& what);

}  // namespace loa::firmware::tools
