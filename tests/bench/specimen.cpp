// Draws the specimen sheets of docs/boards.md: every letter of Vietnamese in every face that boards
// are offered. specimen FOLDER writes FOLDER/letters-*.png.
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

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

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("specimen FOLDER\n", stderr);
    return 2;
  }
  for (const Sheet& sheet : kSheets) {
    const std::string file = std::string(argv[1]) + "/letters-" + sheet.name + ".png";
    const std::string png = sheet_of(sheet);
    std::ofstream(file, std::ios::binary) << png;
    std::printf("%s: %zu bytes\n", file.c_str(), png.size());
  }
  return 0;
}
