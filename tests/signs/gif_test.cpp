// The board in motion, read back by giflib.
#include "signs/gif.h"

#include <gif_lib.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace loa::signs {
namespace {

struct Source {
  const std::string& bytes;
  std::size_t next = 0;
};

int read(GifFileType* file, GifByteType* out, int count) {
  auto& source = *static_cast<Source*>(file->UserData);
  const auto size = std::min(static_cast<std::size_t>(count), source.bytes.size() - source.next);
  std::copy_n(source.bytes.begin() + static_cast<std::ptrdiff_t>(source.next), size, out);
  source.next += size;
  return static_cast<int>(size);
}

class Decoded {
 public:
  explicit Decoded(const std::string& bytes) : source_{bytes} {
    file_ = DGifOpen(&source_, read, nullptr);
    EXPECT_NE(file_, nullptr);
    EXPECT_EQ(DGifSlurp(file_), GIF_OK);
  }
  ~Decoded() { DGifCloseFile(file_, nullptr); }
  const GifFileType* operator->() const { return file_; }
  GifColorType at(int frame, int x, int y) const {
    const auto index = file_->SavedImages[frame].RasterBits[y * file_->SWidth + x];
    return file_->SColorMap->Colors[index];
  }
  int centiseconds(int frame) const {
    GraphicsControlBlock control{};
    EXPECT_EQ(DGifSavedExtensionToGCB(file_, frame, &control), GIF_OK);
    return control.DelayTime;
  }

 private:
  Source source_;
  GifFileType* file_;
};

Bitmap lit(Colour colour) {
  Bitmap bitmap(3, 2);
  bitmap.set(1, 1, colour);
  return bitmap;
}

TEST(Gif, holdsEveryFrameWithItsTime) {
  const Decoded gif(to_gif({{lit(Colour::red), 10}, {lit(Colour::blue), 250}}, 4));
  ASSERT_EQ(gif->ImageCount, 2);
  EXPECT_EQ(gif->SWidth, 12);
  EXPECT_EQ(gif->SHeight, 8);
  EXPECT_EQ(gif.centiseconds(0), 10);
  EXPECT_EQ(gif.centiseconds(1), 250);
  EXPECT_GT(gif.at(0, 6, 6).Red, 200);
  EXPECT_LT(gif.at(0, 6, 6).Blue, 100);
  EXPECT_GT(gif.at(1, 6, 6).Blue, 200);
  EXPECT_LT(gif.at(1, 2, 2).Blue, 80);
}

TEST(Gif, repeatsForEver) {
  const std::string bytes = to_gif({{lit(Colour::red), 10}}, 1);
  EXPECT_NE(bytes.find(std::string("NETSCAPE2.0\3\1\0\0", 15)), bytes.npos);
}

TEST(Gif, takesMoreColoursThanItsPaletteHasByTheNearest) {
  Bitmap many(256, 2);
  for (int x = 0; x < 256; ++x) many.set(x, 0, Colour(255, static_cast<std::uint8_t>(x), 0));
  const Decoded gif(to_gif({{many, 10}}, 1));
  for (int x = 0; x < 256; ++x) EXPECT_GT(gif.at(0, x, 0).Red, 200);
}

TEST(Gif, refusesWhatIsNoMotion) {
  EXPECT_THROW(to_gif({}, 1), std::invalid_argument);
  EXPECT_THROW(to_gif({{Bitmap(), 1}}, 1), std::invalid_argument);
  EXPECT_THROW(to_gif({{Bitmap(3, 2), 1}, {Bitmap(2, 3), 1}}, 1), std::invalid_argument);
  EXPECT_THROW(to_gif({{Bitmap(3, 2), 1}}, 9), std::invalid_argument);
}

}  // namespace
}  // namespace loa::signs
