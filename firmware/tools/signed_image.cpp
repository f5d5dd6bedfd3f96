#include "firmware/tools/signed_image.h"

#include <fmt/format.h>

#include <stdexcept>

#include "firmware/link/crc32.h"

namespace loa::firmware::tools {
namespace {

template <std::size_t Size>
std::string text_of(const std::array<std::uint8_t, Size>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

std::string sign_image(const base::SigningKey& key, ImageHeader header, std::string_view image) {
  header.size = static_cast<std::uint32_t>(image.size());
  header.crc = link::crc32(bytes_of(image));
  const std::string signed_bytes = text_of(header.signed_bytes());
  const auto signature = base::sign(key, signed_bytes + std::string(image));
  return signed_bytes + text_of(signature) + std::string(image);
}

std::optional<base::Text> read_signed_image(std::string_view file, SignedImage& out) {
  const auto header = ImageHeader::parse(bytes_of(file));
  if (!header) {
    return base::Text{"không phải ảnh firmware đã ký của Loa",
                      "not a signed firmware image of Loa's"};
  }
  const std::size_t has = file.size() - ImageHeader::kSize;
  if (has != header->size) {
    return base::Text{
        fmt::format("ảnh firmware bị cụt hoặc thừa: có {} byte, phải là {}", has, header->size),
        fmt::format("the image is cut short or too long: {} bytes, should be {}", has,
                    header->size)};
  }
  out = {*header, file.substr(0, ImageHeader::kSize), file.substr(ImageHeader::kSize)};
  if (link::crc32(bytes_of(out.image)) != header->crc) {
    return base::Text{"ảnh firmware bị hỏng: sai mã kiểm tra CRC-32",
                      "the image is damaged: its CRC-32 is wrong"};
  }
  return std::nullopt;
}

std::string factory_image(std::string_view bootloader, const SignedImage& image,
                          std::size_t running) {
  if (bootloader.size() > running) throw std::invalid_argument("the bootloader is too long");
  std::string flash(bootloader);
  flash.resize(running, '\xFF');
  flash += image.header_bytes;
  flash.resize(running + ImageHeader::kImageOffset, '\xFF');
  flash += image.image;
  return flash;
}

}  // namespace loa::firmware::tools
