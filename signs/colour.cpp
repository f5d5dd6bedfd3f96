// Colours by name, and on boards that have fewer.
#include "signs/colour.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace loa::signs {
namespace {

constexpr std::pair<std::string_view, Colour> kNames[] = {
    {"red", Colour::red},    {"green", Colour::green},     {"yellow", Colour::yellow},
    {"blue", Colour::blue},  {"magenta", Colour::magenta}, {"cyan", Colour::cyan},
    {"white", Colour::white}};

// Red and green LEDs only. Blue counts half to each: cyan and magenta keep their main part.
Colour on_red_green(Colour colour) {
  const int red = 2 * colour.r() + colour.b();
  const int green = 2 * colour.g() + colour.b();
  const int strongest = std::max(red, green);
  const auto part = [&](int value) {
    return static_cast<std::uint8_t>(value * 2 > strongest ? 255 : 0);
  };
  return {part(red), part(green), 0};
}

}  // namespace

Colour nearest(Colour colour, Palette palette) {
  if (!colour.lit()) return Colour::off;
  switch (palette) {
    case Palette::one:
      return Colour::red;
    case Palette::red_green:
      return on_red_green(colour);
    case Palette::rgb:
      break;
  }
  return colour;
}

std::string_view name_of(Palette palette) {
  switch (palette) {
    case Palette::one:
      return "one";
    case Palette::red_green:
      return "red-green";
    case Palette::rgb:
      break;
  }
  return "rgb";
}

std::optional<Colour> colour_named(std::string_view text) {
  for (const auto& [name, colour] : kNames) {
    if (name == text) return colour;
  }
  if (text.size() != 7 || text[0] != '#') return std::nullopt;
  std::uint32_t rgb = 0;
  const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), rgb, 16);
  if (error != std::errc{} || end != text.data() + text.size() || rgb == 0) return std::nullopt;
  return Colour::from_packed(rgb);
}

}  // namespace loa::signs
