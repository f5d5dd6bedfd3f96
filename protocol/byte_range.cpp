#include "protocol/byte_range.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/ascii.h"

namespace loa::protocol {
namespace {

constexpr std::string_view kUnit = "bytes=";
constexpr std::string_view kSentUnit = "bytes ";

// Digits and nothing else.
std::optional<std::uint64_t> digits(std::string_view text) {
  std::uint64_t value = 0;
  const auto* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value);
  return error == std::errc{} && stopped == end ? std::optional(value) : std::nullopt;
}

bool begins_with_unit(std::string_view header) {
  return header.size() > kUnit.size() &&
         std::equal(kUnit.begin(), kUnit.end(), header.begin(), [](char unit, char given) {
           return unit == (given >= 'A' && given <= 'Z' ? given + ('a' - 'A') : given);
         });
}

RangeAsked last_bytes(std::string_view text, std::uint64_t size) {
  const auto count = digits(text);
  if (!count) return WholeBody{};
  if (*count == 0 || size == 0) return NoSuchRange{};
  const auto length = std::min(*count, size);
  return ByteRange{size - length, length};
}

}  // namespace

RangeAsked range_in(std::string_view header, std::uint64_t size) {
  if (!begins_with_unit(header)) return WholeBody{};
  const auto range = base::trimmed(header.substr(kUnit.size()));
  const auto dash = range.find('-');
  if (dash == std::string_view::npos) return WholeBody{};
  if (dash == 0) return last_bytes(range.substr(1), size);
  const auto first = digits(range.substr(0, dash));
  const auto end = range.substr(dash + 1);
  const auto last = end.empty() ? std::optional(size) : digits(end);
  if (!first || !last || (!end.empty() && *last < *first)) return WholeBody{};
  if (*first >= size) return NoSuchRange{};
  return ByteRange{*first, std::min(*last, size - 1) - *first + 1};
}

std::optional<RangeSent> range_sent_in(std::string_view header) {
  if (!header.starts_with(kSentUnit)) return std::nullopt;
  header.remove_prefix(kSentUnit.size());
  const auto dash = header.find('-');
  const auto slash = header.find('/');
  if (dash == std::string_view::npos || slash == std::string_view::npos || slash < dash)
    return std::nullopt;
  const auto first = digits(header.substr(0, dash));
  const auto last = digits(header.substr(dash + 1, slash - dash - 1));
  const auto size = digits(header.substr(slash + 1));
  if (!first || !last || !size || *last < *first || *last >= *size) return std::nullopt;
  return RangeSent{*first, *last, *size};
}

std::string to_text(const RangeSent& range) {
  return fmt::format("bytes {}-{}/{}", range.first, range.last, range.size);
}

bool names_tag(std::string_view header, std::string_view tag) {
  while (!header.empty()) {
    const auto comma = std::min(header.find(','), header.size());
    auto one = base::trimmed(header.substr(0, comma));
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one == "*" || one == tag) return true;
    header.remove_prefix(std::min(comma + 1, header.size()));
  }
  return false;
}

}  // namespace loa::protocol
