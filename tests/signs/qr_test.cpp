// QR codes on LEDs.
#include "signs/qr.h"

#include <gtest/gtest.h>
#include <zbar.h>

namespace loa::signs {
namespace {

int size_of(const std::string& text, int room) {
  const auto code = qr_code(text, room, Colour::white);
  return code ? code->width() : 0;
}

// What a phone's camera would make of it, by zbar: four pixels a LED, lit is white.
std::string read_by_zbar(const Bitmap& code) {
  constexpr int kScale = 4;
  const int size = code.width() * kScale;
  std::string grey;
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) grey += code.at(x / kScale, y / kScale).lit() ? '\xff' : '\0';
  }
  const auto side = static_cast<unsigned>(size);
  zbar::Image image(side, side, "Y800", grey.data(), grey.size());
  zbar::ImageScanner scanner;
  scanner.set_config(zbar::ZBAR_NONE, zbar::ZBAR_CFG_ENABLE, 0);
  scanner.set_config(zbar::ZBAR_QRCODE, zbar::ZBAR_CFG_ENABLE, 1);
  scanner.scan(image);
  std::string text;
  for (auto symbol = image.symbol_begin(); symbol != image.symbol_end(); ++symbol) {
    text += symbol->get_data();
  }
  return text;
}

TEST(Qr, isReadByAnotherProgram) {
  for (const int room : {32, 48, 64}) {
    for (const std::string text : {"HTTPS://XA.GOV.VN", "xa.gov.vn/nop", "0912345678"}) {
      EXPECT_EQ(read_by_zbar(qr_code(text, room, Colour::white).value()), text) << room;
    }
  }
  EXPECT_EQ(read_by_zbar(qr_code("Nộp hồ sơ trực tuyến", 64, Colour::yellow).value()),
            "Nộp hồ sơ trực tuyến");
}

TEST(Qr, hasDarkModulesOnALitGroundAndAQuietZoneOfFour) {
  const Bitmap code = qr_code("HTTPS://XA.GOV.VN", 32, Colour::white).value();
  ASSERT_EQ(code.width(), 29);
  ASSERT_EQ(code.height(), 29);
  for (int i = 0; i < 29; ++i) {
    for (int j = 0; j < 4; ++j) {
      EXPECT_EQ(code.at(i, j), Colour::white);
      EXPECT_EQ(code.at(i, 28 - j), Colour::white);
      EXPECT_EQ(code.at(j, i), Colour::white);
      EXPECT_EQ(code.at(28 - j, i), Colour::white);
    }
  }
  // The three finders: a dark ring of 7, a lit one of 5, a dark square of 3.
  for (const auto& [left, top] : {std::pair{4, 4}, {18, 4}, {4, 18}}) {
    for (int y = 0; y < 7; ++y) {
      for (int x = 0; x < 7; ++x) {
        const int ring = std::max(std::abs(x - 3), std::abs(y - 3));
        EXPECT_EQ(code.at(left + x, top + y).lit(), ring == 2);
      }
    }
  }
}

TEST(Qr, fitsTheBoardOrIsNotThere) {
  EXPECT_EQ(size_of("HTTPS://XA.GOV.VN/TTHC/1", 32), 29) << "24 letters of the narrow alphabet";
  EXPECT_EQ(size_of("https://xa.gov.vn", 32), 29) << "17 bytes";
  EXPECT_EQ(size_of("https://xa.gov.vn/", 32), 0) << "18 bytes need version 2, 33 pixels";
  EXPECT_EQ(size_of("https://xa.gov.vn/", 33), 33);
  EXPECT_EQ(size_of("https://xa.gov.vn/", 48), 37) << "room is used for error correction";
  EXPECT_EQ(size_of("x", 28), 0);
  EXPECT_EQ(size_of("x", 16), 0);
  EXPECT_EQ(size_of("x", 0), 0);
  EXPECT_EQ(size_of("x", -7), 0);
}

TEST(Qr, isDrawnInTheLargestWholeScale) {
  EXPECT_EQ(size_of("x", 58), 58);
  EXPECT_EQ(size_of("x", 1000), 58) << "a board has 64 rows at most";
}

TEST(Qr, takesAnyText) {
  EXPECT_EQ(size_of("", 64), 0);
  EXPECT_EQ(size_of(std::string("a\0b", 3), 64), 0);
  EXPECT_EQ(size_of(std::string(100'000, 'a'), 64), 0);
  EXPECT_EQ(size_of("Nộp hồ sơ", 64), 33) << "UTF-8";
  EXPECT_EQ(size_of("\xff\xfe", 64), 58);
}

}  // namespace
}  // namespace loa::signs
