// QR codes, by libqrencode.
#pragma once

#include <optional>
#include <string>

#include "signs/bitmap.h"

namespace loa::signs {

// The QR code of `text`: dark modules on a lit ground of `ground`, with the quiet zone of 4 modules
// that readers need, in the largest whole scale that fits `room` x `room` pixels, with as much
// error correction as fits there. Nothing if it does not fit (29 pixels hold 17 bytes, or 25
// letters of capitals, digits and $%*+-./:), for an empty text, and for a text with zero bytes.
std::optional<Bitmap> qr_code(const std::string& text, int room, Colour ground);

}  // namespace loa::signs
