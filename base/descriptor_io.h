// Whole reads and writes over an open file descriptor, whose calls may do a part or be interrupted.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace loa::base {

// To the end; nothing if there is more than `most` bytes. Blocks. `what` names it in errors. Throws
// std::system_error.
std::optional<std::string> read_all(int fd, std::size_t most, const std::string& what = "read");

// Blocks. Throws std::system_error.
void write_all(int fd, std::string_view bytes, const std::string& what = "write");

}  // namespace loa::base
