// The groups of commands of `loa`. Each add_...() hangs its commands into the tree of the command
// line and says through `chosen` what to run once the line has been understood.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

namespace loa::cli {

// What every command ends with.
inline constexpr int kFine = 0;
inline constexpr int kProblems = 1;  // in what was looked at, or while doing it
inline constexpr int kUsage = 2;     // the command line itself is wrong
inline constexpr int kNoStation = 3;

// Runs the chosen command and returns the exit code. May throw std::exception: main() tells the
// user.
using Action = std::function<int()>;

// schedule check, schedule expand
void add_schedule_commands(CLI::App& app, Action& chosen);
// status, log, play, stop, pause, resume, volume, sign, schedule load, schedule show. After
// add_schedule_commands().
void add_station_commands(CLI::App& app, Action& chosen);
// speech
void add_speech_command(CLI::App& app, Action& chosen);

}  // namespace loa::cli
