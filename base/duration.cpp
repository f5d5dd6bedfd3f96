// Lengths of time as text.
#include "base/duration.h"

#include <charconv>
#include <cstdint>
#include <iterator>

namespace loa::base {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t milliseconds;
};
constexpr Unit kUnits[] = {{"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}};
constexpr std::int64_t kLongest = 10'000LL * 3'600'000;

// Takes the digits off the front of `text`.
std::optional<std::int64_t> take_number(std::string_view& text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || text.front() == '-' || number > kLongest) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

std::string_view take_letters(std::string_view& text) {
  std::size_t length = 0;
  while (length < text.size() && text[length] >= 'a' && text[length] <= 'z') ++length;
  const auto letters = text.substr(0, length);
  text.remove_prefix(length);
  return letters;
}

}  // namespace

std::optional<std::chrono::milliseconds> duration_from(std::string_view text) {
  if (text.empty()) return std::nullopt;
  std::int64_t sum = 0;
  const Unit* next = std::begin(kUnits);
  while (!text.empty()) {
    const auto number = take_number(text);
    const auto name = take_letters(text);
    while (next != std::end(kUnits) && next->name != name) ++next;
    if (!number || next == std::end(kUnits)) return std::nullopt;
    if (*number > kLongest / next->milliseconds) return std::nullopt;
    sum += *number * next->milliseconds;
    ++next;
  }
  if (sum > kLongest) return std::nullopt;
  return std::chrono::milliseconds(sum);
}

std::string to_text(std::chrono::milliseconds duration) {
  std::int64_t rest = duration.count();
  std::string text;
  for (const auto& [name, milliseconds] : kUnits) {
    if (rest < milliseconds) continue;
    text += std::to_string(rest / milliseconds);
    text += name;
    rest %= milliseconds;
  }
  return text.empty() ? "0s" : text;
}

}  // namespace loa::base
