// Any bytes as a slogan: laid out at all heights, run over a board by any effect, drawn for page
// and terminal.
#include <cstdint>
#include <string>

#include "signs/playlist.h"
#include "signs/typesetter.h"

namespace {

using namespace loa;

void require(bool condition) {
  if (!condition) __builtin_trap();
}

void run(signs::Typesetter& typesetter, const std::string& text, int speed) {
  const int height = typesetter.height();
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

void play(const std::string& text, int kind) {
  static signs::Playlist playlist({96, 32, signs::Palette::rgb});
  signs::Moment now(base::Steady{});
  now.civil = signs::LocalTime{std::chrono::hours{kind}};
  signs::Slogan slogan;
  slogan.text = text;
  slogan.effect = static_cast<signs::Effect>(kind % 8);
  slogan.speed = kind;
  if (kind % 3 == 0) slogan.qr = text;
  playlist.show(now, {slogan});
  for (int i = 0; i < 20; ++i) {
    const auto next = playlist.next_change(now);
    if (!next) break;
    require(*next > now.steady);
    require(playlist.current(now).has_value());
    signs::Moment before = now;
    *before.civil += *next - now.steady - base::Duration{1};
    before.steady = *next - base::Duration{1};
    require(playlist.frame(before) == playlist.frame(now));
    *now.civil += *next - now.steady;
    now.steady = *next;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  static signs::Typesetter typesetters[] = {signs::Typesetter(16),
                                            signs::Typesetter(16, {signs::SmallFace::x9x15, true}),
                                            signs::Typesetter(24), signs::Typesetter(48)};
  for (auto& typesetter : typesetters) run(typesetter, text, data[0]);
  play(text, data[0]);
  return 0;
}
