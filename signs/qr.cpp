// QR codes.
#include "signs/qr.h"

#include <qrencode.h>

#include <algorithm>
#include <memory>

namespace loa::signs {
namespace {

constexpr int kQuiet = 4;  // modules on each side: ISO/IEC 18004, 9.1

struct Closer {
  void operator()(QRcode* code) const { QRcode_free(code); }
};
using Code = std::unique_ptr<QRcode, Closer>;

// Version v is 17 + 4v modules wide.
int largest_version(int room) { return (room - 2 * kQuiet - 17) / 4; }

Code encoded(const std::string& text, int largest) {
  for (const QRecLevel level : {QR_ECLEVEL_H, QR_ECLEVEL_Q, QR_ECLEVEL_M, QR_ECLEVEL_L}) {
    Code code(QRcode_encodeString(text.c_str(), 0, level, QR_MODE_8, 1));
    if (code && code->version <= largest) return code;
  }
  return nullptr;
}

}  // namespace

std::optional<Bitmap> qr_code(const std::string& text, int room, Colour ground) {
  room = std::min(room, 64);  // as high as a bitmap may be
  const int largest = largest_version(room);
  if (largest < 1 || text.find('\0') != std::string::npos) return std::nullopt;
  const Code code = encoded(text, largest);
  if (!code) return std::nullopt;
  const int modules = code->width + 2 * kQuiet;
  const int scale = room / modules;
  Bitmap picture(modules * scale, modules * scale);
  for (int y = 0; y < picture.height(); ++y) {
    for (int x = 0; x < picture.width(); ++x) {
      const int column = x / scale - kQuiet;
      const int row = y / scale - kQuiet;
      const bool inside = column >= 0 && row >= 0 && column < code->width && row < code->width;
      const bool dark = inside && (code->data[row * code->width + column] & 1) != 0;
      if (!dark) picture.set(x, y, ground);
    }
  }
  return picture;
}

}  // namespace loa::signs
