// How hot the board is, by the kernel's thermal zones.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace loa::daemon {

// A Raspberry Pi slows down at 80 °C, others do at 85.
inline constexpr int kTooHot = 80;

// Degrees Celsius of the hottest zone in `zones`; nothing where none tells. Blocks for a moment.
std::optional<int> hottest(const std::filesystem::path& zones);
// The fault too-hot, where this machine is at kTooHot or above.
void add_heat(std::vector<std::string>& faults);

}  // namespace loa::daemon
