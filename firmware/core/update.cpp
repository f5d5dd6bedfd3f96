#include "firmware/core/update.h"

#include "firmware/link/crc32.h"

namespace loa::firmware {

using link::Error;

std::uint32_t Update::least_counter() const {
  const auto running = ImageHeader::parse(flash_.running.bytes());
  return running ? running->counter : 0;
}

bool Update::on_trial() const {
  return log_.requested() && log_.has(BootLog::Mark::trial) &&
         !log_.has(BootLog::Mark::confirmed) && !log_.has(BootLog::Mark::reverted);
}

bool Update::erase_up_to(std::uint32_t end) {
  for (; erased_ < end; erased_ += flash_.staged.page_size()) {
    if (!flash_.staged.erase(erased_)) return false;
  }
  return true;
}

Error Update::begin(link::Bytes bytes) {
  header_.reset();
  whole_ = false;
  const auto header = ImageHeader::parse(bytes);
  if (!header || bytes.size() != ImageHeader::kSize) return Error::bad_payload;
  if (header->target != target_) return Error::wrong_target;
  if (header->counter < least_counter()) return Error::too_old;
  if (header->size > slot_size() - ImageHeader::kImageOffset) return Error::no_room;
  // What the log may still need is in the staging slot: a trial is decided first.
  if (on_trial()) return Error::unsupported;
  received_ = 0;
  erased_ = 0;
  if (!log_.clear() || !erase_up_to(1)) return Error::flash;
  // It is no header before its first bytes are there.
  constexpr auto kMagic = static_cast<std::uint32_t>(ImageHeader::kMagic.size());
  if (!flash_.staged.write(kMagic, bytes.subspan(kMagic))) return Error::flash;
  header_ = header;
  return Error::ok;
}

Error Update::page(std::uint32_t offset, link::Bytes bytes) {
  if (!header_) return Error::missing_pages;
  const std::uint32_t size = header_->size;
  if (bytes.size() > size || offset > size - bytes.size()) return Error::bad_payload;
  const auto end = static_cast<std::uint32_t>(offset + bytes.size());
  if (offset < received_) return end <= received_ ? Error::ok : Error::bad_payload;
  if (offset != received_) return Error::missing_pages;
  const bool last = end == size;
  if (bytes.size() % 2 != 0 && !last) return Error::bad_payload;
  const std::uint32_t at = ImageHeader::kImageOffset + offset;
  if (!erase_up_to(at + static_cast<std::uint32_t>(bytes.size()))) return Error::flash;
  const link::Bytes even = bytes.first(bytes.size() & ~std::size_t{1});
  if (!flash_.staged.write(at, even)) return Error::flash;
  if (even.size() != bytes.size()) {
    const std::array<std::uint8_t, 2> padded = {bytes.back(), 0xFF};
    if (!flash_.staged.write(at + static_cast<std::uint32_t>(even.size()), padded)) {
      return Error::flash;
    }
  }
  received_ = end;
  return Error::ok;
}

Error Update::end(std::uint32_t crc) {
  if (!header_ || received_ != header_->size) return Error::missing_pages;
  if (whole_) return Error::ok;
  const auto image = flash_.staged.bytes().subspan(ImageHeader::kImageOffset, header_->size);
  const std::uint32_t found = link::crc32(image);
  if (found != crc || found != header_->crc) return Error::crc_mismatch;
  if (!flash_.staged.write(0, ImageHeader::kMagic)) return Error::flash;
  whole_ = true;
  return Error::ok;
}

Error Update::stage() {
  if (!whole_) return Error::missing_pages;
  return log_.request() ? Error::ok : Error::flash;
}

Error Update::confirm() {
  if (!on_trial()) return Error::ok;
  return log_.add(BootLog::Mark::confirmed) ? Error::ok : Error::flash;
}

}  // namespace loa::firmware
