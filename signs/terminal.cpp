// A board's picture for a terminal.
#include <string_view>

#include "signs/bitmap.h"

namespace loa::signs {
namespace {

// What one character cell looks like: a sign, and the ANSI attributes (ECMA-48 SGR) it needs.
struct Cell {
  std::string_view sign;
  Colour foreground;
  Colour background;
};

Cell cell_of(Colour top, Colour bottom) {
  if (top == bottom) return {top == Colour::off ? " " : "█", top, Colour::off};
  if (top == Colour::off) return {"▄", bottom, Colour::off};
  return {"▀", top, bottom};
}

std::string_view foreground_code(Colour colour) {
  switch (colour) {
    case Colour::red:
      return "91";
    case Colour::green:
      return "92";
    case Colour::yellow:
      return "93";
    case Colour::off:
      break;
  }
  return "39";
}

std::string_view background_code(Colour colour) {
  switch (colour) {
    case Colour::red:
      return "101";
    case Colour::green:
      return "102";
    case Colour::yellow:
      return "103";
    case Colour::off:
      break;
  }
  return "49";
}

// Writes the attributes only where they change: a wide board is sent often.
void append_coloured(std::string& out, const Cell& cell, std::string& attributes) {
  std::string wanted = "\x1b[";
  wanted += foreground_code(cell.foreground);
  wanted += ';';
  wanted += background_code(cell.background);
  wanted += 'm';
  if (wanted != attributes) {
    out += wanted;
    attributes = wanted;
  }
  out += cell.sign;
}

std::string_view plain_sign(Colour top, Colour bottom) {
  const auto lit = [](Colour colour) { return colour == Colour::off ? Colour::off : Colour::red; };
  return cell_of(lit(top), lit(bottom)).sign;
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
