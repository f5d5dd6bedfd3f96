// Whether zones fit a board.
#include "signs/zone.h"

namespace loa::signs {
namespace {

bool overlap(const Zone& a, const Zone& b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

std::optional<base::Text> fault_of(const Zone& zone, const Geometry& geometry) {
  if (zone.width < 16 || zone.height < 16) {
    return base::Text{"vùng “" + zone.name + "” nhỏ hơn 16 × 16 điểm",
                      "the zone \"" + zone.name + "\" is smaller than 16 x 16"};
  }
  const bool inside = zone.x >= 0 && zone.y >= 0 && zone.width <= geometry.width - zone.x &&
                      zone.height <= geometry.height - zone.y;
  if (inside) return std::nullopt;
  return base::Text{"vùng “" + zone.name + "” vượt ra ngoài bảng",
                    "the zone \"" + zone.name + "\" reaches out of the board"};
}

std::optional<base::Text> fault_of(const Zone& a, const Zone& b) {
  if (a.name == b.name) {
    return base::Text{"hai vùng cùng tên “" + a.name + "”",
                      "two zones are named \"" + a.name + "\""};
  }
  if (!overlap(a, b)) return std::nullopt;
  return base::Text{"vùng “" + a.name + "” và “" + b.name + "” đè lên nhau",
                    "the zones \"" + a.name + "\" and \"" + b.name + "\" overlap"};
}

}  // namespace

std::optional<base::Text> zones_fault(const Geometry& geometry, const std::vector<Zone>& zones) {
  for (auto zone = zones.begin(); zone != zones.end(); ++zone) {
    if (auto fault = fault_of(*zone, geometry)) return fault;
    for (auto before = zones.begin(); before != zone; ++before) {
      if (auto fault = fault_of(*before, *zone)) return fault;
    }
  }
  return std::nullopt;
}

}  // namespace loa::signs
