#include "firmware/core/stored_message.h"

#include <array>

#include "firmware/link/crc32.h"

namespace loa::firmware {
namespace {

using link::Bytes;
using link::Error;

constexpr std::uint32_t kMessageMagic = 0x4D61'6F4C;  // "LoaM"
constexpr std::size_t kMessageChecked = StoredMessage::kHeader - 4;

}  // namespace

std::uint32_t StoredMessage::slot_size() const {
  const auto pages = static_cast<std::uint32_t>(flash_.bytes().size()) / flash_.page_size();
  return pages / 2 * flash_.page_size();
}

std::optional<StoredMessage::Header> StoredMessage::read(int index) const {
  const Bytes slot =
      flash_.bytes().subspan(static_cast<std::size_t>(index) * slot_size(), slot_size());
  link::Reader reader(slot.first(kHeader));
  Header header;
  const bool magic = reader.u32() == kMessageMagic;
  header.number = reader.u32();
  std::array<std::uint8_t, 8> begin{};
  reader.bytes(begin);
  header.size = reader.u32();
  header.crc = reader.u32();
  if (!magic || reader.u32() != link::crc32(slot.first(kMessageChecked))) return std::nullopt;
  if (header.size > slot_size() - kHeader) return std::nullopt;
  if (header.size != 0 && !link::read(begin, header.begin)) return std::nullopt;
  if (link::crc32(slot.subspan(kHeader, header.size)) != header.crc) return std::nullopt;
  return header;
}

std::optional<StoredMessage::Slot> StoredMessage::current() const {
  const auto first = read(0);
  const auto second = read(1);
  if (!first && !second) return std::nullopt;
  const bool later = second && (!first || link::reached(second->number, first->number));
  return later ? Slot{1, *second} : Slot{0, *first};
}

std::optional<std::uint32_t> StoredMessage::crc() const {
  const auto slot = current();
  if (!slot || slot->header.size == 0) return std::nullopt;
  return slot->header.crc;
}

bool StoredMessage::erase(int index) {
  const std::uint32_t from = static_cast<std::uint32_t>(index) * slot_size();
  for (std::uint32_t at = 0; at < slot_size(); at += flash_.page_size()) {
    if (!flash_.erase(from + at)) return false;
  }
  return true;
}

Error StoredMessage::write_header(int index, Header header) {
  std::array<std::uint8_t, kHeader> raw;
  link::Writer writer(raw);
  writer.u32(kMessageMagic);
  writer.u32(header.number);
  link::write(writer, header.begin);
  writer.u32(header.size);
  writer.u32(header.crc);
  writer.u32(link::crc32(writer.written()));
  const std::uint32_t at = static_cast<std::uint32_t>(index) * slot_size();
  return flash_.write(at, raw) ? Error::ok : Error::flash;
}

Error StoredMessage::store(const link::StripStore& strips) {
  const auto before = current();
  const int index = before ? 1 - before->index : 0;
  Header header{before ? before->header.number + 1 : 1, strips.shown_begin(), 0, 0};
  const std::uint16_t pages = strips.pages_of(header.begin);
  const std::size_t room = slot_size() - kHeader;
  if (std::size_t{header.begin.columns} * strips.column_size() > room) return Error::no_room;
  for (std::uint16_t page = 0; page < pages; ++page) {
    if (strips.shown_page(page).empty()) return Error::missing_pages;
  }
  if (!erase(index)) return Error::flash;
  const std::uint32_t slot = static_cast<std::uint32_t>(index) * slot_size();
  const std::uint32_t start = slot + static_cast<std::uint32_t>(kHeader);
  link::Crc32 crc;
  for (std::uint16_t page = 0; page < pages; ++page) {
    const Bytes bytes = strips.shown_page(page);
    if (!flash_.write(start + header.size, bytes)) return Error::flash;
    crc.add(bytes);
    header.size += static_cast<std::uint32_t>(bytes.size());
  }
  header.crc = crc.value();
  return write_header(index, header);
}

Error StoredMessage::forget() {
  const auto before = current();
  if (!before || before->header.size == 0) return Error::ok;
  const int index = 1 - before->index;
  if (!erase(index)) return Error::flash;
  return write_header(index, {before->header.number + 1, {}, 0, link::crc32({})});
}

bool StoredMessage::show(link::Millis now, link::StripStore& strips) const {
  const auto slot = current();
  if (!slot || slot->header.size == 0) return false;
  const link::Begin& begin = slot->header.begin;
  strips.clear();
  if (strips.begin(begin) != Error::ok) return false;
  Bytes rest = flash_.bytes().subspan(static_cast<std::size_t>(slot->index) * slot_size() + kHeader,
                                      slot->header.size);
  const std::size_t page_bytes = strips.columns_a_page() * strips.column_size();
  for (std::uint16_t page = 0; !rest.empty(); ++page) {
    const Bytes bytes = rest.first(rest.size() < page_bytes ? rest.size() : page_bytes);
    if (strips.page({begin.strip, page, bytes}) != Error::ok) return false;
    rest = rest.subspan(bytes.size());
  }
  return strips.commit(now, {begin.strip, strips.pages_of(begin), slot->header.crc, 0}) ==
         Error::ok;
}

}  // namespace loa::firmware
