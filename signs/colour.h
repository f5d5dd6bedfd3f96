// The colour of one LED, and what kinds of boards can show.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace loa::signs {

// Eight bits each of red, green and blue; all zero is dark.
class Colour {
 public:
  static const Colour off;
  static const Colour red;
  static const Colour green;
  static const Colour yellow;
  static const Colour blue;
  static const Colour magenta;
  static const Colour cyan;
  static const Colour white;

  constexpr Colour() = default;
  constexpr Colour(std::uint8_t r, std::uint8_t g, std::uint8_t b)
      : packed_(std::uint32_t{r} << 16 | std::uint32_t{g} << 8 | b) {}
  // 0xRRGGBB; higher bits are ignored.
  static constexpr Colour from_packed(std::uint32_t rgb) {
    Colour colour;
    colour.packed_ = rgb & 0xFFFFFF;
    return colour;
  }

  constexpr std::uint8_t r() const { return static_cast<std::uint8_t>(packed_ >> 16); }
  constexpr std::uint8_t g() const { return static_cast<std::uint8_t>(packed_ >> 8); }
  constexpr std::uint8_t b() const { return static_cast<std::uint8_t>(packed_); }
  constexpr std::uint32_t packed() const { return packed_; }
  constexpr bool lit() const { return packed_ != 0; }
  friend constexpr bool operator==(Colour, Colour) = default;
  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the 0 of a comparison for a pointer.
  friend constexpr auto operator<=>(Colour, Colour) = default;

 private:
  std::uint32_t packed_ = 0;
};

inline constexpr Colour Colour::off{};
inline constexpr Colour Colour::red{255, 0, 0};
inline constexpr Colour Colour::green{0, 255, 0};
inline constexpr Colour Colour::yellow{255, 255, 0};
inline constexpr Colour Colour::blue{0, 0, 255};
inline constexpr Colour Colour::magenta{255, 0, 255};
inline constexpr Colour Colour::cyan{0, 255, 255};
inline constexpr Colour Colour::white{255, 255, 255};

// What the LEDs of a board can do. A one-colour board's pictures are kept in red, whatever its LEDs
// are.
enum class Palette { one, red_green, rgb };

// "one", "red-green", "rgb".
std::string_view name_of(Palette palette);

// The nearest that the board can show; what is lit stays lit.
Colour nearest(Colour colour, Palette palette);

// "red", "green", "yellow", "blue", "magenta", "cyan", "white", or "#RRGGBB"; nothing for another
// text, and for #000000, which nobody could read.
std::optional<Colour> colour_named(std::string_view text);

}  // namespace loa::signs
