// Any bytes as a slogan: laid out at both heights, run over a board, drawn for page and terminal.
#include <cstdint>
#include <string>

#include "signs/sign.h"

namespace {

using namespace loa;

void require(bool condition) {
  if (!condition) __builtin_trap();
}

void run(int height, const std::string& text, int speed) {
  static signs::Typesetter small(16);
  static signs::Typesetter large(32);
  signs::Typesetter& typesetter = height == 16 ? small : large;
  const auto strip = typesetter.strip(text, signs::Colour::red);
  require(strip.height() == height);
  const auto pages = typesetter.pages(text, signs::Colour::red, 64);
  require(pages.empty() == strip.blank());
  for (const auto& page : pages) require(page.width() == 64 && page.height() == height);
  if (strip.width() > 0 && strip.width() < 512) {
    require(!signs::to_png(strip, 1 + speed % 2).empty());
    require(!signs::to_terminal(strip, speed % 2 == 0).empty());
  }
}

void play(const std::string& text, int speed) {
  static signs::Playlist playlist({64, 16});
  base::Steady now{};
  const auto effect = speed % 2 == 0 ? signs::Slogan::Effect::hold : signs::Slogan::Effect::scroll;
  playlist.show(now, {{"a", text, signs::Colour::green, effect, speed}});
  for (int i = 0; i < 20; ++i) {
    const auto next = playlist.next_change(now);
    if (!next) break;
    require(*next > now);
    require(playlist.current(now).has_value());
    require(playlist.frame(*next - base::Duration{1}) == playlist.frame(now));
    now = *next;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  run(16, text, data[0]);
  run(32, text, data[0]);
  play(text, data[0]);
  return 0;
}
