#include "firmware/core/panel_map.h"

#include <algorithm>

namespace loa::firmware {
namespace {

constexpr PanelPlace unpack(std::uint8_t byte) {
  return {static_cast<std::uint8_t>(byte & 0x0F), static_cast<std::uint8_t>((byte >> 4) & 0x07),
          (byte & 0x80) != 0};
}

// Panels that share no place, as many as the rectangle around them has places, fill it.
bool all_apart(std::span<const std::uint8_t> bytes) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (((bytes[i] ^ bytes[j]) & 0x7F) == 0) return false;
    }
  }
  return true;
}

}  // namespace

std::optional<PanelMap> PanelMap::parse(std::span<const std::uint8_t> bytes,
                                        const PanelKind& kind) {
  if (bytes.empty() || bytes.size() > kMaxPanels || !all_apart(bytes)) return std::nullopt;
  PanelMap map(kind);
  map.panels_ = static_cast<std::uint8_t>(bytes.size());
  for (int i = 0; i < map.panels_; ++i) {
    map.bytes_[static_cast<std::size_t>(i)] = bytes[static_cast<std::size_t>(i)];
    const PanelPlace place = map.place(i);
    map.columns_ = std::max(map.columns_, static_cast<std::uint8_t>(place.column + 1));
    map.bands_ = std::max(map.bands_, static_cast<std::uint8_t>(place.band + 1));
  }
  if (map.columns_ * map.bands_ != map.panels_) return std::nullopt;
  return map;
}

PanelMap PanelMap::line(int count, const PanelKind& kind) {
  std::array<std::uint8_t, kMaxPanels> bytes{};
  for (int i = 0; i < count; ++i) {
    bytes[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(count - 1 - i);
  }
  return *parse({bytes.data(), static_cast<std::size_t>(count)}, kind);
}

PanelPlace PanelMap::place(int index) const {
  return unpack(bytes_[static_cast<std::size_t>(index)]);
}

}  // namespace loa::firmware
