#include "signs/drivers/onbon_commands.h"

#include <algorithm>

#include "signs/drivers/little_endian.h"

namespace loa::signs::drivers {
namespace {

constexpr OnbonModel kModels[] = {{"5E1", 0x0154, false}, {"5E2", 0x0254, false},
                                  {"5E3", 0x0354, false}, {"6E1", 0x0174, true},
                                  {"6E2", 0x0274, true},  {"6E3", 0x0374, true}};

// Whether a pixel's red or green LED is lit; a one-colour board's pictures are red.
bool red(Colour colour) { return colour.r() >= 128; }
bool green(Colour colour) { return colour.g() >= 128; }
using Lit = bool (*)(Colour);

// `bits` pixels of a row from column `x`, leftmost highest, 1 where dark or beyond the edge.
std::uint32_t run_of(std::span<const Colour> row, std::size_t x, unsigned bits, Lit lit) {
  std::uint32_t run = 0;
  for (std::size_t i = x; i < x + bits; ++i) {
    const bool dark = i >= row.size() || !lit(row[i]);
    run = run << 1U | (dark ? 1U : 0U);
  }
  return run;
}

// A byte of red, a byte of green, and so on along each row.
std::string fifth(const Bitmap& page, bool two) {
  std::string out;
  for (int y = 0; y < page.height(); ++y) {
    const auto row = page.row(y);
    for (std::size_t x = 0; x < row.size(); x += 8) {
      little::put8(out, run_of(row, x, 8, red));
      if (two) little::put8(out, run_of(row, x, 8, green));
    }
  }
  return out;
}

// All of red, then all of green.
std::string sixth(const Bitmap& page, bool two) {
  std::string out;
  for (const Lit lit : {red, green}) {
    if (lit == green && !two) break;
    for (int y = 0; y < page.height(); ++y) {
      const auto row = page.row(y);
      for (std::size_t x = 0; x < row.size(); x += 32) little::put32(out, run_of(row, x, 32, lit));
    }
  }
  return out;
}

void put_page_style(std::string& out, const OnbonContent& content, const Geometry& geometry) {
  const bool stands = content.mode == OnbonContent::Mode::stand;
  little::put8(out, 0);  // style
  little::put8(out, static_cast<unsigned>(content.mode));
  little::put8(out, 0);  // clear mode
  little::put8(out, static_cast<unsigned>(std::clamp(content.speed_level, 1, 63)));
  little::put16(out, stands ? 0xFFFFU : 0U);  // stay, in 10 ms
  little::put8(out, 1);                       // repeat
  little::put16(out, static_cast<unsigned>(geometry.width));
}

// From the area's number to its size: the same for both.
void put_area(std::string& out, const Geometry& geometry) {
  little::put8(out, 0);   // area
  little::put8(out, 0);   // run mode: round and round
  little::put16(out, 0);  // timeout: none
  little::put8(out, 1);   // beside every programme
  little::put16(out, 0);
  little::put8(out, 1);  // at once, and alone
  little::put32(out, 0);
  little::put8(out, 0x10);
  little::put16(out, 0);
  little::put16(out, 0);
  little::put16(out, static_cast<unsigned>(geometry.width));
  little::put16(out, static_cast<unsigned>(geometry.height));
  little::put8(out, 0);  // no frame around it
}

std::string fifth_area(const OnbonModel& model, const Geometry& geometry,
                       const OnbonContent& content) {
  std::string area;
  put_area(area, geometry);
  little::put16(area, static_cast<unsigned>(content.pages.size()));
  for (const Bitmap& page : content.pages) {
    std::string body;
    put_page_style(body, content, geometry);
    little::put32(body, 0);
    body += onbon_pixels(model, page, geometry.palette);
    little::put32(area, body.size());
    area += body;
  }
  std::string out("\x01\xA7\x00\x00\x00", 5);
  little::put32(out, area.size());
  return out + area;
}

// The description leaves two things open, until a real card has been asked: whether the length of
// an area counts the pixels that follow all areas, and whether the length of the parameters of
// speech is there without speech. Neither, here.
std::string sixth_area(const OnbonModel& model, const Geometry& geometry,
                       const OnbonContent& content) {
  std::string area;
  put_area(area, geometry);
  little::put8(area, 0);  // no background
  little::put8(area, 0);  // not transparent
  little::put8(area, 0);  // foreground and background of one size
  little::put8(area, 0);  // no speech
  area.append(5, '\0');
  little::put16(area, static_cast<unsigned>(content.pages.size()));
  std::string pixels;
  for (const Bitmap& page : content.pages) {
    const std::string own = onbon_pixels(model, page, geometry.palette);
    std::string style;
    put_page_style(style, content, geometry);
    style.append(9, '\0');
    little::put32(style, pixels.size());
    little::put32(style, own.size());
    little::put32(area, style.size());
    area += style;
    pixels += own;
  }
  std::string out("\x01\xA7\x00\x00\x00", 5);
  little::put16(out, 1);  // areas
  little::put32(out, area.size());
  return out + area + pixels;
}

}  // namespace

std::optional<OnbonModel> onbon_model(std::string_view name) {
  for (const auto& model : kModels) {
    if (model.name == name) return model;
  }
  return std::nullopt;
}

std::optional<OnbonModel> onbon_model(std::uint16_t device) {
  for (const auto& model : kModels) {
    if (model.device == device) return model;
  }
  return std::nullopt;
}

std::string onbon_pixels(const OnbonModel& model, const Bitmap& page, Palette palette) {
  Bitmap shown = page;
  for (int y = 0; y < shown.height(); ++y) {
    for (Colour& colour : shown.row(y)) {
      colour = nearest(colour, palette == Palette::one ? palette : Palette::red_green);
    }
  }
  const bool two = palette != Palette::one;
  return model.sixth ? sixth(shown, two) : fifth(shown, two);
}

std::string onbon_ping() { return {"\x01\xA2\x00\x00\x00", 5}; }

std::string onbon_brightness(int level) {
  std::string out("\x01\xA2\x07\x31\x00\x00", 6);
  return out.append(48, static_cast<char>(std::clamp(level, 0, 15)));
}

std::string onbon_area(const OnbonModel& model, const Geometry& geometry,
                       const OnbonContent& content) {
  return model.sixth ? sixth_area(model, geometry, content) : fifth_area(model, geometry, content);
}

}  // namespace loa::signs::drivers
