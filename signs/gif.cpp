// GIF, by giflib.
#include "signs/gif.h"

#include <gif_lib.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <stdexcept>

#include "signs/leds.h"

namespace loa::signs {
namespace {

constexpr std::size_t kColours = 16;  // times kShades: the 256 entries of a GIF's palette

int difference(Colour a, Colour b) {
  const auto square = [](int value) { return value * value; };
  return square(a.r() - b.r()) + square(a.g() - b.g()) + square(a.b() - b.b());
}

// The LED colours that the palette has, dark first, and which of them stands for which colour.
class Colours {
 public:
  explicit Colours(const std::vector<GifFrame>& frames) {
    index_of(Colour::off);
    for (const GifFrame& frame : frames) {
      for (int y = 0; y < frame.bitmap.height(); ++y) {
        for (const Colour colour : frame.bitmap.row(y)) index_of(colour);
      }
    }
  }
  std::size_t index_of(Colour colour) {
    const auto [found, added] = indexes_.try_emplace(colour, 0);
    if (added) found->second = kept_.size() < kColours ? keep(colour) : nearest_kept(colour);
    return found->second;
  }
  std::array<GifColorType, 256> palette() const {
    std::array<GifColorType, 256> entries{};
    for (std::size_t i = 0; i < kept_.size(); ++i) {
      for (int shade = 0; shade < kShades; ++shade) {
        const Rgb rgb = led_colour(kept_[i], shade);
        entries.at(i * kShades + static_cast<std::size_t>(shade)) = {rgb[0], rgb[1], rgb[2]};
      }
    }
    return entries;
  }

 private:
  std::size_t keep(Colour colour) {
    kept_.push_back(colour);
    return kept_.size() - 1;
  }
  std::size_t nearest_kept(Colour colour) const {
    const auto closer = [&](Colour a, Colour b) {
      return difference(a, colour) < difference(b, colour);
    };
    const auto best = std::min_element(kept_.begin(), kept_.end(), closer);
    return static_cast<std::size_t>(best - kept_.begin());
  }
  std::vector<Colour> kept_;
  std::map<Colour, std::size_t> indexes_;
};

int append(GifFileType* file, const GifByteType* bytes, int count) {
  static_cast<std::string*>(file->UserData)
      ->append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(count));
  return count;
}

void check(int result) {
  if (result != GIF_OK) throw std::runtime_error("giflib cannot write the picture");
}

// giflib's encoder, writing into a string.
class Writer {
 public:
  Writer(int width, int height, const std::array<GifColorType, 256>& palette)
      : width_(width), height_(height) {
    file_.reset(EGifOpen(&bytes_, append, nullptr));
    const Palette map(GifMakeMapObject(256, palette.data()));
    if (!file_ || !map) throw std::bad_alloc();
    EGifSetGifVersion(file_.get(), true);
    check(EGifPutScreenDesc(file_.get(), width, height, 256, 0, map.get()));
    repeat_for_ever();
  }
  // giflib holds its address.
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  void begin(int centiseconds) {
    const GraphicsControlBlock control{DISPOSE_DO_NOT, false, centiseconds, NO_TRANSPARENT_COLOR};
    GifByteType block[4];
    check(EGifPutExtension(file_.get(), GRAPHICS_EXT_FUNC_CODE,
                           static_cast<int>(EGifGCBToExtension(&control, block)), block));
    check(EGifPutImageDesc(file_.get(), 0, 0, width_, height_, false, nullptr));
  }
  void line(std::string& pixels) {
    check(EGifPutLine(file_.get(), reinterpret_cast<GifPixelType*>(pixels.data()),
                      static_cast<int>(pixels.size())));
  }
  std::string finish() {
    file_.reset();
    return std::move(bytes_);
  }

 private:
  struct Closer {
    void operator()(GifFileType* file) const { EGifCloseFile(file, nullptr); }
    void operator()(ColorMapObject* map) const { GifFreeMapObject(map); }
  };
  using Palette = std::unique_ptr<ColorMapObject, Closer>;
  // Netscape's extension: the count 0 means without end.
  void repeat_for_ever() {
    const GifByteType count[] = {1, 0, 0};
    check(EGifPutExtensionLeader(file_.get(), APPLICATION_EXT_FUNC_CODE));
    check(EGifPutExtensionBlock(file_.get(), 11, "NETSCAPE2.0"));
    check(EGifPutExtensionBlock(file_.get(), 3, count));
    check(EGifPutExtensionTrailer(file_.get()));
  }
  std::string bytes_;
  std::unique_ptr<GifFileType, Closer> file_;
  int width_;
  int height_;
};

void write_frame(Writer& writer, const GifFrame& frame, int scale, Colours& colours) {
  const auto dot = led_dot(scale);
  writer.begin(std::clamp(frame.centiseconds, 0, 65535));
  std::string pixels;
  for (int y = 0; y < frame.bitmap.height() * scale; ++y) {
    pixels.clear();
    const auto dot_row = dot.begin() + std::ptrdiff_t{y % scale} * scale;
    for (const Colour colour : frame.bitmap.row(y / scale)) {
      const auto first = colours.index_of(colour) * kShades;
      for (int x = 0; x < scale; ++x) pixels += static_cast<char>(first + dot_row[x]);
    }
    writer.line(pixels);
  }
}

}  // namespace

std::string to_gif(const std::vector<GifFrame>& frames, int scale) {
  if (frames.empty() || scale < 1 || scale > 8) {
    throw std::invalid_argument("a GIF needs frames and a scale of 1..8");
  }
  const int width = frames.front().bitmap.width();
  const int height = frames.front().bitmap.height();
  for (const GifFrame& frame : frames) {
    if (frame.bitmap.width() != width || frame.bitmap.height() != height || width * height == 0) {
      throw std::invalid_argument("a GIF's frames are of one size");
    }
  }
  Colours colours(frames);
  Writer writer(width * scale, height * scale, colours.palette());
  for (const GifFrame& frame : frames) write_frame(writer, frame, scale, colours);
  return writer.finish();
}

}  // namespace loa::signs
