#include "tests/firmware/hub12_bench.h"

#include <random>

namespace loa::firmware {
namespace {

Hub12Bench* on_bench = nullptr;
std::uint64_t bench_now = 0;

}  // namespace

void Hub12Bench::Port::write(std::uint32_t set_reset) {
  on_bench->panels().write(set_reset, bench_now);
}

Hub12Bench::Hub12Bench(const PanelMap& map, std::uint32_t dwell)
    : map_(map),
      memory_(static_cast<std::size_t>(map.width() * map.height() / 8 * 2)),
      frames_(memory_),
      model_(Port::kPins, map.panels(),
             [this](const PanelModel::Frame& frame) { seen_.push_back(frame); }),
      scanner_(map, frames_, DwellTimes(dwell, kMargin)),
      phase_(dwell) {
  on_bench = this;
}

void Hub12Bench::show(const signs::Bitmap& picture) {
  pack(picture, frames_.draw());
  frames_.present();
}

void Hub12Bench::run(int phases, const std::function<void()>& before_shift) {
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

signs::Bitmap Hub12Bench::picture(const PanelModel::Frame& frame) const {
  return PanelModel::on_wall(frame, map_.bytes(), map_.width(), map_.height());
}

void pack(const signs::Bitmap& picture, std::span<std::uint8_t> columns) {
  const int rows = picture.height();
  std::fill(columns.begin(), columns.end(), std::uint8_t{0});
  for (int x = 0; x < picture.width(); ++x) {
    for (int y = 0; y < rows; ++y) {
      if (picture.at(x, y) == signs::Colour::off) continue;
      columns[static_cast<std::size_t>((x * rows + y) / 8)] |=
          static_cast<std::uint8_t>(1U << (y % 8));
    }
  }
}

signs::Bitmap noise(int width, int height, unsigned seed) {
  std::minstd_rand random(seed);
  signs::Bitmap picture(width, height);
  for (int x = 0; x < width; ++x) {
    for (int y = 0; y < height; ++y) {
      if (random() % 3 == 0) picture.set(x, y, signs::Colour::red);
    }
  }
  return picture;
}

}  // namespace loa::firmware
