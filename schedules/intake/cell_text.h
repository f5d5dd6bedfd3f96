// The text of one cell as Loa keeps it.
#pragma once

#include <string>
#include <string_view>

namespace loa::schedules::intake {

// UTF-8 in NFC: bytes that are not UTF-8 become U+FFFD, no control characters but '\n' and '\t', a
// no-break space is a space, no white space or invisible marks (U+200B, U+FEFF) at the ends.
std::string cell_text(std::string_view raw);

}  // namespace loa::schedules::intake
