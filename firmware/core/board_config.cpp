#include "firmware/core/board_config.h"

#include "firmware/link/crc32.h"

namespace loa::firmware {
namespace {

constexpr std::uint32_t kMagic = 0x4361'6F4C;  // "LoaC"
constexpr std::size_t kChecked = BoardConfig::kSize - 4;

}  // namespace

BoardConfig BoardConfig::parse(std::span<const std::uint8_t> page, std::span<const PanelKind> kinds,
                               int most_pixels, const BoardConfig& fallback) {
  if (page.size() < kSize) return fallback;
  link::Reader reader(page.first(kSize));
  if (reader.u32() != kMagic) return fallback;
  const std::uint8_t panels = reader.u8();
  const std::uint8_t brightness = reader.u8();
  std::array<std::uint8_t, PanelMap::kMaxPanels> map;
  reader.bytes(map);
  std::array<std::uint8_t, 12> serial;
  reader.bytes(serial);
  const std::uint8_t kind = reader.u8();
  reader.u8();
  if (reader.u32() != link::crc32(page.first(kChecked))) return fallback;
  if (panels > map.size() || kind >= kinds.size()) return fallback;
  const auto parsed = PanelMap::parse({map.data(), panels}, kinds[kind]);
  if (!parsed || parsed->width() * parsed->height() > most_pixels) return fallback;
  return {*parsed, brightness, serial, kind};
}

std::array<std::uint8_t, BoardConfig::kSize> BoardConfig::bytes() const {
  std::array<std::uint8_t, kSize> raw{};
  link::Writer writer(raw);
  writer.u32(kMagic);
  writer.u8(static_cast<std::uint8_t>(map.panels()));
  writer.u8(brightness);
  writer.bytes(map.bytes());
  for (int i = map.panels(); i < PanelMap::kMaxPanels; ++i) writer.u8(0);
  writer.bytes(serial);
  writer.u8(kind);
  writer.u8(0);
  writer.u32(link::crc32(writer.written()));
  return raw;
}

}  // namespace loa::firmware
