// A row's evidence as its words and its numbers: the words of a thousand rows are the same few.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loa::protocol {

// In the words each stands for a number. One that is the row's frames_played is not kept.
enum class EvidenceMark : char { whole = 1, tenths = 2, frames_played = 3 };

struct EvidenceParts {
  std::string words;
  std::vector<std::int64_t> numbers;  // of the marks whole and tenths, the latter times ten
};

// Nothing where a mark's byte stands in the text itself. put_together() gives the same text again.
std::optional<EvidenceParts> take_apart(std::string_view evidence, std::uint64_t frames_played);

bool is_mark(char c);
// "-20.3" of -203 tenths.
std::string number_text(EvidenceMark mark, std::int64_t number);

}  // namespace loa::protocol
