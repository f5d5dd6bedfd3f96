// A board's picture for a terminal.
#include <fmt/format.h>

#include <string_view>

#include "signs/bitmap.h"

namespace loa::signs {
namespace {

// What one character cell looks like: a sign, and the colours it needs.
struct Cell {
  std::string_view sign;
  Colour foreground;
  Colour background;
};

Cell cell_of(Colour top, Colour bottom) {
  if (top == bottom) return {top.lit() ? "█" : " ", top, Colour::off};
  if (!top.lit()) return {"▄", bottom, Colour::off};
  return {"▀", top, bottom};
}

// The ANSI attribute (ECMA-48 SGR): the terminal's own bright colours where they fit, else 24 bits.
// `plain` is that of red without its unit: 90 for the foreground, 100 for the background.
void append_code(std::string& out, Colour colour, int plain) {
  constexpr Colour kTerminals[] = {Colour::off,  Colour::red,     Colour::green, Colour::yellow,
                                   Colour::blue, Colour::magenta, Colour::cyan,  Colour::white};
  if (!colour.lit()) {
    out += plain == 90 ? "39" : "49";
    return;
  }
  for (int i = 1; i < 8; ++i) {
    if (kTerminals[i] != colour) continue;
    out += std::to_string(plain + i);
    return;
  }
  out += fmt::format("{};2;{};{};{}", plain == 90 ? 38 : 48, colour.r(), colour.g(), colour.b());
}

// Writes the attributes only where they change: a wide board is sent often.
void append_coloured(std::string& out, const Cell& cell, std::string& attributes) {
  std::string wanted = "\x1b[";
  append_code(wanted, cell.foreground, 90);
  wanted += ';';
  append_code(wanted, cell.background, 100);
  wanted += 'm';
  if (wanted != attributes) {
    out += wanted;
    attributes = wanted;
  }
  out += cell.sign;
}

std::string_view plain_sign(Colour top, Colour bottom) {
  return cell_of(nearest(top, Palette::one), nearest(bottom, Palette::one)).sign;
}

}  // namespace

std::string to_terminal(const Bitmap& bitmap, bool colours) {
  std::string out;
  for (int y = 0; y < bitmap.height(); y += 2) {
    std::string attributes = "\x1b[39;49m";
    for (int x = 0; x < bitmap.width(); ++x) {
      const Colour top = bitmap.at(x, y);
      const Colour bottom = bitmap.at(x, y + 1);
      if (colours) {
        append_coloured(out, cell_of(top, bottom), attributes);
      } else {
        out += plain_sign(top, bottom);
      }
    }
    out += colours ? "\x1b[0m\n" : "\n";
  }
  return out;
}

}  // namespace loa::signs
