// Sends an image to a board, has it tried, and confirms it once it speaks.
#pragma once

#include <optional>
#include <string_view>

#include "base/language.h"
#include "firmware/tools/host.h"

namespace loa::firmware::tools {

// `file`: a signed image. Blocks for seconds. What is wrong with the image, or why the board does
// not run it; nothing if it runs and is confirmed. Throws NoBoard where the line is broken.
std::optional<base::Text> update_board(Host& host, std::string_view file);

}  // namespace loa::firmware::tools
