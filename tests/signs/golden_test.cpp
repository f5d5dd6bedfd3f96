// Pictures kept as text, so that a change of face or layout is seen in review. After a change that
// is meant, LOA_UPDATE_GOLDEN=1 writes them anew.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "signs/playlist.h"
#include "signs/qr.h"
#include "signs/typesetter.h"

namespace loa::signs {
namespace {

std::string art(const Bitmap& bitmap) {
  std::string text;
  for (int y = 0; y < bitmap.height(); ++y) {
    for (int x = 0; x < bitmap.width(); ++x) {
      text += bitmap.at(x, y) == Colour::off ? '.' : '#';
    }
    text += '\n';
  }
  return text;
}

void expect_golden(const std::string& name, const std::string& picture) {
  const std::string path = std::string(LOA_SOURCE_DIR) + "/tests/signs/golden/" + name;
  if (std::getenv("LOA_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << picture;
  std::stringstream kept;
  kept << std::ifstream(path).rdbuf();
  EXPECT_EQ(kept.str(), picture);
}

TEST(Golden, sloganAt16Rows) {
  expect_golden("lay-nguoi-dan-16.txt",
                art(Typesetter(16).strip("Lấy người dân làm trung tâm", Colour::red)));
}

TEST(Golden, sloganAt32Rows) {
  expect_golden("lay-dan-32.txt", art(Typesetter(32).strip("Lấy dân làm gốc", Colour::red)));
}

TEST(Golden, capitalsAt16And32Rows) {
  expect_golden("capitals-16.txt", art(Typesetter(16).strip("ẾỘỮỴẴĐ", Colour::red)));
  expect_golden("capitals-32.txt", art(Typesetter(32).strip("ẾỘỮỴẴĐ", Colour::red)));
}

TEST(Golden, sloganAt24And48Rows) {
  expect_golden("lay-dan-24.txt", art(Typesetter(24).strip("Lấy dân làm gốc", Colour::red)));
  expect_golden("goc-48.txt", art(Typesetter(48).strip("GỐC Vữ", Colour::red)));
}

TEST(Golden, otherLettersAt16Rows) {
  const std::string text = "ẾỘỮỴẴĐ Lấy người dân";
  const Lettering x9x15{SmallFace::x9x15, false};
  const Lettering bold{SmallFace::unifont, true};
  expect_golden("9x15-16.txt", art(Typesetter(16, x9x15).strip(text, Colour::red)));
  expect_golden("bold-16.txt", art(Typesetter(16, bold).strip(text, Colour::red)));
}

TEST(Golden, linesOfSmallLettersBesideAQrCode) {
  Playlist playlist({192, 32, Palette::rgb});
  Slogan slogan;
  slogan.text = "Nộp hồ sơ trực tuyến";
  slogan.effect = Effect::page;
  slogan.qr = "HTTPS://XA.GOV.VN";
  playlist.show(base::Steady{}, {slogan});
  expect_golden("page-qr-32.txt", art(playlist.frame(base::Steady{})));
}

TEST(Golden, oddCharactersAt16Rows) {
  expect_golden("odd-16.txt", art(Typesetter(16).strip("a\xff\U0010FFFFx\u0301\tz", Colour::red)));
}

TEST(Golden, pagesAt16Rows) {
  std::string pages;
  for (const Bitmap& page : Typesetter(16).pages("Lấy người dân làm trung tâm", Colour::red, 96)) {
    pages += art(page) + "\n";
  }
  expect_golden("pages-16.txt", pages);
}

}  // namespace
}  // namespace loa::signs
