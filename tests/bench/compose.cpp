// How many pictures a second one core composes for a board of 256 x 32 RGB LEDs, by effect, as
// JSON.
#include <fmt/core.h>

#include <chrono>
#include <string_view>

#include "signs/screen.h"

namespace {

using namespace loa;
using signs::Effect;

constexpr int kFrames = 200'000;

signs::Slogan slogan(Effect effect, const char* zone) {
  signs::Slogan slogan;
  slogan.text =
      "Cải cách hành chính phải xuất phát từ lợi ích của người dân, doanh nghiệp; lấy người "
      "dân, doanh nghiệp làm trung tâm";
  slogan.colour = signs::Colour(255, 128, 0);
  slogan.effect = effect;
  slogan.speed = 60;
  slogan.zone = zone;
  return slogan;
}

// Frames a second: the board's time goes on by 1/60 s from one to the next.
double rate(signs::Screen& screen) {
  signs::Moment now{base::Steady{}};
  now.civil = signs::LocalTime{};
  std::uint64_t lit = 0;
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < kFrames; ++i) {
    const auto step = std::chrono::microseconds{16'667};
    now.steady += step;
    *now.civil += step;
    const signs::Bitmap frame = screen.frame(now);
    for (const signs::Colour colour : frame.row(14)) lit += colour.packed();
  }
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
  return lit == 0 ? 0 : kFrames / spent.count();
}

double whole_board(Effect effect) {
  signs::ScreenSettings settings;
  settings.geometry = {256, 32, signs::Palette::rgb};
  signs::Screen screen(settings);
  screen.show({slogan(effect, "")});
  return rate(screen);
}

double zones() {
  signs::ScreenSettings settings;
  settings.geometry = {256, 32, signs::Palette::rgb};
  settings.zones = {{"chu", 0, 0, 192, 32}, {"gio", 192, 0, 64, 16}, {"ngay", 192, 16, 64, 16}};
  signs::Screen screen(settings);
  auto clock = slogan(Effect::hold, "gio");
  clock.text = "{clock-s}";
  auto date = slogan(Effect::scroll, "ngay");
  date.text = "{weekday} {date}";
  screen.show({slogan(Effect::scroll, "chu"), clock, date});
  return rate(screen);
}

}  // namespace

int main() {
  constexpr std::pair<std::string_view, Effect> kEffects[] = {
      {"scroll", Effect::scroll},       {"scroll_right", Effect::scroll_right},
      {"scroll_up", Effect::scroll_up}, {"scroll_down", Effect::scroll_down},
      {"wipe", Effect::wipe},           {"flash", Effect::flash},
      {"hold", Effect::hold},           {"page", Effect::page}};
  fmt::print("{{\"board\": \"256x32 RGB\", \"frames\": {}", kFrames);
  for (const auto& [name, effect] : kEffects) {
    fmt::print(", \"{}\": {:.0f}", name, whole_board(effect));
  }
  fmt::print(", \"three_zones_with_clock\": {:.0f}}}\n", zones());
  return 0;
}
