// Saves what can be read of a damaged journal.
#pragma once

#include <cstdint>
#include <filesystem>

namespace loa::journal {

struct Salvaged {
  std::uint64_t rows = 0;
  std::filesystem::path damaged;  // where the damaged file and its log are now
};

// Builds a new journal from every row of `path` and its log whose own hash is right, begins a new
// epoch above all that are seen and above `known_epoch`, and only then puts the damaged files aside
// as `path`.damaged-N and the new one in their place. A power cut at any point loses nothing.
Salvaged salvage(const std::filesystem::path& path, std::uint64_t known_epoch);

// Finishes or forgets a salvage() that a power cut interrupted. Call before opening.
void settle_salvage(const std::filesystem::path& path);

}  // namespace loa::journal
