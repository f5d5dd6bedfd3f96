#include "tests/firmware/board_bench.h"

#include "firmware/link/crc32.h"

namespace loa::firmware {
namespace {

constexpr std::uint8_t kPage = 128;
constexpr auto kTarget = static_cast<std::uint8_t>(link::Target::hub12_f103);

BoardFacts facts_of(const PanelMap& map) {
  BoardFacts facts;
  facts.identity.target = kTarget;
  facts.identity.width = static_cast<std::uint16_t>(map.width());
  facts.identity.height = static_cast<std::uint8_t>(map.height());
  facts.identity.page_bytes = kPage;
  facts.identity.pages = 20;
  facts.identity.window = 8;
  facts.identity.receive_bytes = 255;
  return facts;
}

}  // namespace

BoardBench::BoardBench(FlashModel& flash_of_messages, int panels)
    : map(PanelMap::line(panels)),
      picture_memory(static_cast<std::size_t>(2 * map.width() * map.height() / 8)),
      strip_memory(std::size_t{20} * kPage),
      slots(20),
      frames(picture_memory),
      strips(strip_memory, slots, kPage,
             {static_cast<std::uint16_t>(map.width()), 16, link::Format::mono}),
      display(strips, frames, map),
      message(flash_of_messages),
      update({running, staged, scratch, log}, kTarget),
      board(facts_of(map), strips, display, message, update, electronics) {}

link::Error BoardBench::show(std::uint16_t number, const signs::Bitmap& strip, link::Effect effect,
                             std::uint16_t speed) {
  std::vector<std::uint8_t> columns(static_cast<std::size_t>(strip.width() * strip.height() / 8));
  pack(strip, columns);
  link::Bytes rest(columns);
  const link::Begin begin{number, static_cast<std::uint16_t>(strip.width()), effect, speed, 1};
  if (const auto error = board.begin(begin); error != link::Error::ok) return error;
  std::uint16_t pages = 0;
  for (; !rest.empty(); ++pages) {
    const auto bytes = rest.first(std::min<std::size_t>(kPage, rest.size()));
    if (const auto error = board.page({number, pages, bytes}); error != link::Error::ok) {
      return error;
    }
    rest = rest.subspan(bytes.size());
  }
  return board.commit(now, {number, pages, link::crc32(columns), 0});
}

signs::Bitmap BoardBench::after(link::Millis time, bool host_present) {
  for (link::Millis end = now + time;; ++now) {
    board.step(now, host_present, true);
    frames.next();
    if (now == end) break;
  }
  return unpack(frames.last(), map.width(), map.height());
}

signs::Bitmap unpack(std::span<const std::uint8_t> columns, int width, int height) {
  signs::Bitmap picture(width, height);
  for (int x = 0; x < width; ++x) {
    for (int y = 0; y < height; ++y) {
      const auto byte = columns[static_cast<std::size_t>((x * height + y) / 8)];
      if ((byte >> (y % 8) & 1) != 0) picture.set(x, y, signs::Colour::red);
    }
  }
  return picture;
}

}  // namespace loa::firmware
