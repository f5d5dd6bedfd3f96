#include "firmware/core/image.h"

#include <algorithm>

#include "firmware/link/wire.h"

namespace loa::firmware {
namespace {

constexpr std::uint8_t kFormat = 1;

}  // namespace

std::optional<ImageHeader> ImageHeader::parse(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < kSize) return std::nullopt;
  link::Reader reader(bytes.first(kSigned));
  ImageHeader header;
  std::array<std::uint8_t, kMagic.size()> magic{};
  reader.bytes(magic);
  const bool known = magic == kMagic && reader.u8() == kFormat;
  header.target = reader.u8();
  reader.u16();
  header.size = reader.u32();
  header.major = reader.u8();
  header.minor = reader.u8();
  header.patch = reader.u8();
  reader.u8();
  header.counter = reader.u32();
  header.crc = reader.u32();
  if (!known || header.size == 0) return std::nullopt;
  return header;
}

std::array<std::uint8_t, ImageHeader::kSigned> ImageHeader::signed_bytes() const {
  std::array<std::uint8_t, kSigned> bytes{};
  link::Writer writer(bytes);
  writer.bytes(kMagic);
  writer.u8(kFormat);
  writer.u8(target);
  writer.u16(0);
  writer.u32(size);
  writer.u8(major);
  writer.u8(minor);
  writer.u8(patch);
  writer.u8(0);
  writer.u32(counter);
  writer.u32(crc);
  return bytes;
}

std::optional<ImageHeader> verified_image(const Flash& slot, std::uint8_t target,
                                          const PublicKey& key) {
  const auto bytes = slot.bytes();
  const auto header = ImageHeader::parse(bytes);
  if (!header || header->target != target) return std::nullopt;
  if (header->size > bytes.size() - ImageHeader::kImageOffset) return std::nullopt;
  Signature signature;
  std::copy_n(bytes.begin() + ImageHeader::kSigned, signature.size(), signature.begin());
  const auto image = bytes.subspan(ImageHeader::kImageOffset, header->size);
  if (!signature_holds(key, signature, bytes.first(ImageHeader::kSigned), image)) {
    return std::nullopt;
  }
  return header;
}

}  // namespace loa::firmware
