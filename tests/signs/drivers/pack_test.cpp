// Pictures as the link of our own boards packs them, byte by byte.
#include "signs/drivers/pack.h"

#include <gtest/gtest.h>

namespace loa::signs::drivers {
namespace {

using firmware::link::Format;
using Bytes = std::vector<std::uint8_t>;

// One column of 16 rows: red at the top, orange below, then dark blue.
Bitmap column() {
  Bitmap picture(1, 16);
  picture.set(0, 0, Colour::red);
  picture.set(0, 1, Colour(255, 128, 0));
  picture.set(0, 9, Colour(0, 0, 9));
  return picture;
}

TEST(Pack, HasAPlaneForEachColourTheTopRowInTheLowestBit) {
  EXPECT_EQ(pack_columns(column(), Format::mono, 16), (Bytes{0x03, 0x02}));
  EXPECT_EQ(pack_columns(column(), Format::red_green, 16), (Bytes{0x03, 0x02, 0x02, 0x02}))
      << "a blue counts half to red and green";
  EXPECT_EQ(pack_columns(column(), Format::rgb, 16), (Bytes{0x03, 0, 0x02, 0, 0, 0x02}))
      << "a dark shade is lit";
}

TEST(Pack, HasFourPlanesForEachColourTheHighestBitFirst) {
  const Bytes wanted{0x03, 0, 0x03, 0, 0x03, 0, 0x03, 0,      // red 15, 15, 0
                     0x02, 0, 0,    0, 0,    0, 0,    0,      // green 0, 8, 0
                     0,    0, 0,    0, 0,    0, 0,    0x02};  // blue 0, 0, 1
  EXPECT_EQ(pack_columns(column(), Format::rgb12, 16), wanted);
}

TEST(Pack, IsDarkBelowALowerPicture) {
  EXPECT_EQ(pack_columns(column(), Format::mono, 32), (Bytes{0x03, 0x02, 0, 0}));
  EXPECT_TRUE(pack_columns(Bitmap(), Format::mono, 16).empty());
}

TEST(Pack, KeepsShadesInTheirOrder) {
  unsigned last = 0;
  for (unsigned value = 0; value < 256; ++value) {
    Bitmap one(1, 8);
    one.set(0, 0, Colour(static_cast<std::uint8_t>(value), 0, 0));
    const auto bytes = pack_columns(one, Format::rgb12, 8);
    const unsigned shade = bytes[0] * 8U + bytes[1] * 4U + bytes[2] * 2U + bytes[3];
    EXPECT_GE(shade, last);
    EXPECT_EQ(shade == 0, value == 0);
    last = shade;
  }
  EXPECT_EQ(last, 15U);
}

}  // namespace
}  // namespace loa::signs::drivers
