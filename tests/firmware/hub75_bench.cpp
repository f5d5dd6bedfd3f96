#include "tests/firmware/hub75_bench.h"

#include <random>

namespace loa::firmware {
namespace {

Hub75Bench* on_bench = nullptr;
std::uint64_t bench_now = 0;

// The bit that entered first has come furthest, and is the leftmost column.
Wiring straight(int width, int height) {
  return {width, height, height / 2, width, [width](int stage, int address) {
            return Wiring::Led{width - 1 - stage, address};
          }};
}

// Two rows an address: blocks of columns, the lower row's before the upper row's.
Wiring folded(int width, int height, int rows, int block) {
  return {width, height, rows, 2 * width, [=](int stage, int address) {
            const int entered = 2 * width - 1 - stage;
            const int pair = entered / (2 * block);
            const int inside = entered % (2 * block);
            const bool lower = inside < block;
            return Wiring::Led{pair * block + inside % block, address + (lower ? rows : 0)};
          }};
}

}  // namespace

Wiring wiring_of(int kind) {
  switch (kind) {
    case 0:
      return straight(64, 32);
    case 1:
      return straight(32, 32);
    case 2:
      return straight(32, 16);
    case 3:
      return folded(32, 16, 4, 8);
    default:
      return folded(64, 32, 8, 16);
  }
}

void Hub75Bench::Port::write(std::uint32_t set_reset) {
  on_bench->panels().write(set_reset, bench_now);
}

Hub75Bench::Hub75Bench(const PanelMap& map, int kind)
    : map_(map),
      picture_(static_cast<std::size_t>(map.width() * map.height() * 12 / 8)),
      scans_(2 * Hub75Scan::size_of(map)),
      canvas_(map, picture_, scans_),
      model_(Port::kPins, wiring_of(kind), map.panels(),
             [this](const Hub75Model::Frame& frame) { seen_.push_back(frame); }),
      scanner_(map, canvas_.frames(), DwellTimes(kUnit, kMargin)) {
  on_bench = this;
}

void Hub75Bench::show(const signs::Bitmap& picture) {
  pack_shades(picture, canvas_.draw());
  canvas_.present();
}

void Hub75Bench::run(int phases, const std::function<void()>& before_shift) {
  for (int i = 0; i < phases; ++i) {
    bench_now = phase_began_;
    const Phase phase = scanner_.tick();
    if (phase.flash != 0) {
      bench_now += phase.flash;
      scanner_.end_flash();
    }
    if (before_shift) before_shift();
    if (!held_) scanner_.shift();
    phase_began_ += phase_;
    phase_ = phase.next;
  }
}

void pack_shades(const signs::Bitmap& picture, std::span<std::uint8_t> columns) {
  std::fill(columns.begin(), columns.end(), std::uint8_t{0});
  const int rows = picture.height();
  for (int x = 0; x < picture.width(); ++x) {
    for (int y = 0; y < rows; ++y) {
      const signs::Colour colour = picture.at(x, y);
      const int shades[] = {colour.r() / 17, colour.g() / 17, colour.b() / 17};
      for (int plane = 0; plane < 12; ++plane) {
        if ((shades[plane / 4] >> (3 - plane % 4) & 1) == 0) continue;
        columns[static_cast<std::size_t>(((x * 12 + plane) * rows + y) / 8)] |=
            static_cast<std::uint8_t>(1U << (y % 8));
      }
    }
  }
}

signs::Bitmap coloured_noise(int width, int height, unsigned seed) {
  std::minstd_rand random(seed);
  const auto shade = [&] { return static_cast<std::uint8_t>(random() / 256 % 16 * 17); };
  signs::Bitmap picture(width, height);
  for (int x = 0; x < width; ++x) {
    for (int y = 0; y < height; ++y) {
      const std::uint8_t red = shade(), green = shade(), blue = shade();
      picture.set(x, y, {red, green, blue});
    }
  }
  return picture;
}

}  // namespace loa::firmware
