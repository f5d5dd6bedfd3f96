// Images as files: the header of firmware/core/image.h, then the image.
#pragma once

#include <string>
#include <string_view>

#include "base/crypto.h"
#include "base/language.h"
#include "firmware/core/image.h"
#include "firmware/link/wire.h"

namespace loa::firmware::tools {

inline link::Bytes bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// `header` needs target, version and counter; the rest is computed. The image is not empty.
std::string sign_image(const base::SigningKey& key, ImageHeader header, std::string_view image);

struct SignedImage {
  ImageHeader header;
  std::string_view header_bytes;  // ImageHeader::kSize, the signature at their end
  std::string_view image;
};
// What is wrong with the file, or nothing: then `out` is views of it. Says nothing of the
// signature: whoever has the public key can tell.
std::optional<base::Text> read_signed_image(std::string_view file, SignedImage& out);

// What a programmer writes into an empty chip from the start of its flash on: the bootloader, and
// the signed image at `running` bytes from there. Throws std::invalid_argument if the bootloader is
// longer than that.
std::string factory_image(std::string_view bootloader, const SignedImage& image,
                          std::size_t running);

}  // namespace loa::firmware::tools
