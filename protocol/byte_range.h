// Which part of a body a request asks for (RFC 9110, 14). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace loa::protocol {

struct WholeBody {};
struct NoSuchRange {};  // 416
struct ByteRange {
  std::uint64_t first = 0;
  std::uint64_t length = 0;  // at least 1
};
using RangeAsked = std::variant<WholeBody, ByteRange, NoSuchRange>;

// What a Range header asks of a body of `size` bytes; cut to what there is. What cannot be read,
// and several ranges at once, ask for all of it.
RangeAsked range_in(std::string_view header, std::uint64_t size);

// "bytes 0-99/1000", as Content-Range has it, taken apart; nothing for anything else, as a length
// that is not told.
struct RangeSent {
  std::uint64_t first = 0;
  std::uint64_t last = 0;  // included
  std::uint64_t size = 0;  // of the whole
};
std::optional<RangeSent> range_sent_in(std::string_view header);
std::string to_text(const RangeSent& range);

// Whether `tag` (with its quotes) stands in an If-None-Match header.
bool names_tag(std::string_view header, std::string_view tag);

}  // namespace loa::protocol
