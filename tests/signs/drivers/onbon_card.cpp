#include "onbon_card.h"

namespace loa::signs::drivers::testing {
namespace {

// Reads numbers from the front, little-endian; ok is false once something is missing.
struct Cursor {
  std::string_view rest;
  bool ok = true;

  std::string_view take(std::size_t size) {
    if (rest.size() < size) {
      ok = false;
      rest = {};
      return {};
    }
    const auto taken = rest.substr(0, size);
    rest.remove_prefix(size);
    return taken;
  }
  unsigned number(std::size_t size) {
    unsigned value = 0;
    const auto bytes = take(size);
    for (std::size_t i = bytes.size(); i-- > 0;) {
      value = value << 8U | static_cast<std::uint8_t>(bytes[i]);
    }
    return value;
  }
};

// The table-less form of the description's CRC: X^16 + X^15 + X^2 + 1, low bit first.
unsigned crc_of(std::string_view bytes) {
  unsigned crc = 0;
  for (const char byte : bytes) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      const unsigned in = static_cast<std::uint8_t>(byte) >> bit & 1U;
      const bool out = ((crc ^ in) & 1U) != 0;
      crc = crc >> 1U ^ (out ? 0xA001U : 0U);
    }
  }
  return crc;
}

std::string little(unsigned value, int size) {
  std::string bytes;
  for (int i = 0; i < size; ++i) bytes.push_back(static_cast<char>(value >> (8 * i)));
  return bytes;
}

std::string escaped(std::string_view bytes) {
  std::string out;
  for (const char byte : bytes) {
    switch (static_cast<std::uint8_t>(byte)) {
      case 0xA5:
        out += "\xA6\x02";
        break;
      case 0xA6:
        out += "\xA6\x01";
        break;
      case 0x5A:
        out += "\x5B\x02";
        break;
      case 0x5B:
        out += "\x5B\x01";
        break;
      default:
        out.push_back(byte);
    }
  }
  return out;
}

std::string reply_of(unsigned device, int group, int command, unsigned status, unsigned error) {
  const std::string data = std::string(1, '\0') + static_cast<char>(group) +
                           static_cast<char>(command) + little(status, 2) + little(error, 2) +
                           little(0, 2);
  std::string inside = little(0x8000, 2) + little(1, 2) + '\xF0' + '\0' + little(device, 2) +
                       little(0, 4) + little(static_cast<unsigned>(data.size()), 4) + data;
  inside += little(crc_of(inside), 2);
  return std::string(8, '\xA5') + escaped(inside) + '\x5A';
}

}  // namespace

std::string OnbonCard::reply(int group, int command, unsigned status, unsigned error) const {
  return reply_of(generation_ == 6 ? 0x0174 : 0x0154, group, command, status, error);
}

std::string OnbonCard::receive(std::string_view bytes) {
  std::string back;
  for (const char byte : bytes) {
    if (byte == '\xA5') {
      inside_ = true;
      escaped_.clear();
    } else if (inside_ && byte == '\x5A') {
      inside_ = false;
      back += frame(escaped_);
    } else if (inside_) {
      escaped_.push_back(byte);
    }
  }
  return back;
}

std::string OnbonCard::frame(std::string_view escaped) {
  std::string plain;
  for (std::size_t i = 0; i < escaped.size(); ++i) {
    const bool starts = escaped[i] == '\xA6' || escaped[i] == '\x5B';
    if (!starts) {
      plain.push_back(escaped[i]);
    } else if (i + 1 < escaped.size()) {
      const int step = escaped[++i] == '\x02' ? 1 : 0;
      plain.push_back(static_cast<char>(escaped[i - 1] - step));
    }
  }
  Cursor tail{plain};
  const auto checked = plain.size() > 18 ? tail.take(plain.size() - 2) : std::string_view{};
  if (checked.empty() || tail.number(2) != crc_of(checked)) {
    ++bad_;
    return "";
  }
  ++frames_;
  Cursor header{checked};
  header.take(12);
  if (header.number(4) != header.rest.size()) return reply(0xA0, 1, 1, 5);
  return obey(header.rest);
}

std::string OnbonCard::obey(std::string_view data) {
  Cursor cursor{data};
  cursor.take(1);
  const unsigned group = cursor.number(1);
  const unsigned command = cursor.number(1);
  if (group == 0xA2 && command == 0) return reply(0xA2, 0x80, 0, 0);
  if (group == 0xA2 && command == 7) {
    if (cursor.number(2) != 49 || cursor.rest.size() != 49) return reply(0xA0, 1, 1, 18);
    cursor.take(1);
    brightness_ = static_cast<int>(cursor.number(1));
    return reply(0xA0, 0, 0, 0);
  }
  if (group != 0xA7 || command != 0) return reply(0xA0, 1, 1, 2);
  ++areas_;
  if (refuse_with != 0) return reply(0xA0, 1, 1, static_cast<unsigned>(refuse_with));
  return take_area(cursor.rest) ? reply(0xA0, 0, 0, 0) : reply(0xA0, 1, 1, 18);
}

bool OnbonCard::take_area(std::string_view data) {
  Cursor cursor{data};
  const bool sixth = generation_ == 6;
  cursor.take(2);
  if (sixth && cursor.number(2) != 1) return false;
  const unsigned length = cursor.number(4);
  Cursor body{sixth ? cursor.take(length) : cursor.rest};
  if (!sixth && length != cursor.rest.size()) return false;
  const std::string_view pixel_data = sixth ? cursor.rest : std::string_view{};
  Area area;
  body.take(4);
  body.take(1);
  for (unsigned i = body.number(2); i > 0 && body.ok; --i) body.take(2);
  area.alone = body.number(1) == 1;
  body.take(4);
  if (body.number(1) != 0x10) return false;
  area.x = static_cast<int>(body.number(2));
  area.y = static_cast<int>(body.number(2));
  area.width = static_cast<int>(body.number(2));
  area.height = static_cast<int>(body.number(2));
  if (body.number(1) != 0) return false;
  if (sixth) body.take(3), body.take(1), body.take(5);
  for (unsigned i = body.number(2); i > 0 && body.ok; --i) {
    Cursor page{body.take(body.number(4))};
    Area::Page made;
    page.take(1);
    made.mode = static_cast<int>(page.number(1));
    page.take(1);
    made.speed = static_cast<int>(page.number(1));
    page.take(2 + 1 + 2);
    page.take(sixth ? 9 : 4);
    std::string_view own = page.rest;
    if (sixth) {
      const unsigned offset = page.number(4);
      const unsigned size = page.number(4);
      if (offset > pixel_data.size() || size > pixel_data.size() - offset) return false;
      own = pixel_data.substr(offset, size);
    }
    made.picture = pixels(own, area.width, area.height);
    if (!page.ok || made.picture.width() == 0) return false;
    area.pages.push_back(std::move(made));
  }
  if (!body.ok || area.pages.empty()) return false;
  area_ = std::move(area);
  return true;
}

Bitmap OnbonCard::pixels(std::string_view bytes, int width, int height) const {
  const int unit = generation_ == 6 ? 32 : 8;
  const int units = (width + unit - 1) / unit;
  const int colours = two_colours_ ? 2 : 1;
  if (bytes.size() != static_cast<std::size_t>(units * (unit / 8) * height * colours)) return {};
  Bitmap picture(width, height);
  const auto lit = [&](int x, int y, int colour) {
    std::size_t at = 0;
    if (generation_ == 6) {  // words with their low byte first, colour after colour
      const int word = (colour * height + y) * units + x / 32;
      at = static_cast<std::size_t>(word * 4 + 3 - x % 32 / 8);
    } else {  // bytes, colours in turn
      at = static_cast<std::size_t>((y * units + x / 8) * colours + colour);
    }
    return (static_cast<std::uint8_t>(bytes[at]) >> (7 - x % 8) & 1U) == 0;
  };
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const bool red = lit(x, y, 0);
      const bool green = two_colours_ && lit(x, y, 1);
      if (red && green) {
        picture.set(x, y, Colour::yellow);
      } else if (red || green) {
        picture.set(x, y, red ? Colour::red : Colour::green);
      }
    }
  }
  return picture;
}

}  // namespace loa::signs::drivers::testing
