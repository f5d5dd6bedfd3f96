// Draws the pictures of docs/boards.md: every letter of Vietnamese in every face that boards are
// offered, and boards with zones and a QR code. specimen FOLDER writes FOLDER/letters-*.png and
// FOLDER/board-*.png, the same bytes each time.
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "signs/screen.h"
#include "signs/typesetter.h"

namespace {

using namespace loa::signs;

struct Sheet {
  const char* name;
  int height;
  Lettering lettering;
};
constexpr Sheet kSheets[] = {{"unifont-16", 16, {SmallFace::unifont, false}},
                             {"unifont-bold-16", 16, {SmallFace::unifont, true}},
                             {"9x15-16", 16, {SmallFace::x9x15, false}},
                             {"9x15-bold-16", 16, {SmallFace::x9x15, true}},
                             {"dejavu-24", 24, {}},
                             {"dejavu-32", 32, {}},
                             {"dejavu-48", 48, {}}};

const char* const kText =
    "AÀÁẢÃẠ ĂẰẮẲẴẶ ÂẦẤẨẪẬ EÈÉẺẼẸ ÊỀẾỂỄỆ IÌÍỈĨỊ OÒÓỎÕỌ ÔỒỐỔỖỘ ƠỜỚỞỠỢ UÙÚỦŨỤ ƯỪỨỬỮỰ YỲÝỶỸỴ DĐ "
    "aàáảãạ ăằắẳẵặ âầấẩẫậ eèéẻẽẹ êềếểễệ iìíỉĩị oòóỏõọ ôồốổỗộ ơờớởỡợ uùúủũụ ưừứửữự yỳýỷỹỵ dđ "
    "0123456789 .,;:!?-–%/()“”… Lấy người dân làm trung tâm";

// Lines of the board's height, one under the other with dark rows around each.
std::string sheet_of(const Sheet& sheet) {
  constexpr int kDark = 2;
  Typesetter typesetter(sheet.height, sheet.lettering);
  const int width = sheet.height * 16;
  const auto lines = typesetter.pages(kText, Colour::yellow, width);
  const int line = sheet.height + kDark;
  Bitmap all(width, line * static_cast<int>(lines.size()) + kDark);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    all.put(lines[i], 0, line * static_cast<int>(i) + kDark);
  }
  return to_png(all, sheet.height < 32 ? 3 : 2);
}

Slogan slogan(const char* text, Effect effect, Colour colour, const char* zone = "") {
  Slogan slogan;
  slogan.text = text;
  slogan.effect = effect;
  slogan.colour = colour;
  slogan.zone = zone;
  return slogan;
}

// A board of three zones at eight in the morning of 23 November 2026, when a strip is half through.
std::string zones() {
  ScreenSettings settings;
  settings.geometry = {256, 32, Palette::rgb};
  settings.zones = {{"chu", 0, 0, 176, 32}, {"gio", 176, 0, 80, 16}, {"ngay", 176, 16, 80, 16}};
  Screen screen(settings);
  screen.show({slogan("Lấy người dân làm trung tâm", Effect::scroll, Colour::yellow, "chu"),
               slogan("{clock-s}", Effect::hold, Colour::green, "gio"),
               slogan("{lunar}", Effect::scroll, Colour::red, "ngay")});
  Moment now{loa::base::Steady{}};
  const auto day = std::chrono::local_days{std::chrono::year{2026} / 11 / 23};
  now.civil = LocalTime{day} + std::chrono::hours{8};
  screen.frame(now);
  now.steady += std::chrono::milliseconds{5500};
  *now.civil += std::chrono::milliseconds{5500};
  return to_png(screen.frame(now), 4);
}

std::string qr() {
  ScreenSettings settings;
  settings.geometry = {192, 32, Palette::rgb};
  Screen screen(settings);
  auto page = slogan("Nộp hồ sơ tại nhà, không phải chờ đợi", Effect::page, Colour::cyan);
  page.qr = "HTTPS://XA.GOV.VN";
  screen.show({page});
  return to_png(screen.frame(Moment{loa::base::Steady{}}), 4);
}

void write(const std::string& folder, const std::string& name, const std::string& png) {
  const std::string file = folder + "/" + name + ".png";
  std::ofstream(file, std::ios::binary) << png;
  std::printf("%s: %zu bytes\n", file.c_str(), png.size());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("specimen FOLDER\n", stderr);
    return 2;
  }
  for (const Sheet& sheet : kSheets) {
    write(argv[1], std::string("letters-") + sheet.name, sheet_of(sheet));
  }
  write(argv[1], "board-zones", zones());
  write(argv[1], "board-qr", qr());
  return 0;
}
