#include "daemon/frame.h"

#include <algorithm>

#include "schedules/read.h"

namespace loa::daemon {
namespace {

using schedules::Item;
using schedules::Part;

constexpr std::size_t kMostItems = 10;

std::vector<Item> read_items(base::Fields& fields, const char* key, Part part) {
  std::vector<Item> items;
  const auto& nodes = fields.list_or_empty(key, kMostItems);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    items.push_back(schedules::read_frame_item(
        {nodes[i], fields.path(key, i), fields.file(), fields.problems()}, part));
  }
  return items;
}

bool has(const schedules::Programme& programme, Part part) {
  return std::ranges::find(programme.items, part, &Item::part) != programme.items.end();
}

bool relays(const schedules::Programme& programme) {
  return std::ranges::any_of(programme.items, [](const Item& item) {
    return std::holds_alternative<schedules::Relay>(item.source);
  });
}

}  // namespace

Frame read_frame(base::Fields& fields) {
  Frame frame;
  frame.opening = read_items(fields, "opening", Part::opening);
  frame.closing = read_items(fields, "closing", Part::closing);
  if (fields.has("ident"))
    frame.ident = schedules::read_frame_item(fields.object("ident"), Part::body);
  return frame;
}

schedules::Programme framed(schedules::Programme programme, const Frame& frame) {
  auto& items = programme.items;
  if (!has(programme, Part::opening) && !relays(programme))
    items.insert(items.begin(), frame.opening.begin(), frame.opening.end());
  if (!has(programme, Part::closing))
    items.insert(items.end(), frame.closing.begin(), frame.closing.end());
  return programme;
}

std::vector<Item> items_of(const Frame& frame) {
  auto items = frame.opening;
  items.insert(items.end(), frame.closing.begin(), frame.closing.end());
  if (frame.ident) items.push_back(*frame.ident);
  return items;
}

}  // namespace loa::daemon
