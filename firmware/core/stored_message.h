// The message that is shown when the host is silent, kept in flash.
//
// Two slots, used in turn, so that one survives whatever happens while the other is written:
//
//     | magic 4 | number 4 | Begin 8 | bytes 4 | CRC-32 of pages 4 | CRC-32 of the above 4 | pages
//     |
//
// All little-endian. The header is written last. The valid slot with the later number counts; one
// of no columns is a message that was forgotten.
#pragma once

#include <optional>

#include "firmware/core/flash.h"
#include "firmware/link/strip_store.h"

namespace loa::firmware {

class StoredMessage {
 public:
  static constexpr std::size_t kHeader = 28;

  // `flash` is divided into two slots of whole pages.
  explicit StoredMessage(Flash& flash) : flash_(flash) {}

  // Keeps the strip that is shown. Blocks. Error::missing_pages where it does not lie in memory as
  // a whole, Error::no_room where it does not fit, Error::flash.
  link::Error store(const link::StripStore& strips);
  link::Error forget();
  // Shows it; false if there is none.
  bool show(link::Millis now, link::StripStore& strips) const;
  // CRC-32 of the pages of the message; nothing if there is none.
  std::optional<std::uint32_t> crc() const;

 private:
  struct Header {
    std::uint32_t number = 0;
    link::Begin begin;
    std::uint32_t size = 0;
    std::uint32_t crc = 0;
  };
  struct Slot {
    int index;
    Header header;
  };

  std::uint32_t slot_size() const;
  std::optional<Header> read(int index) const;
  // The slot that counts, and the one to write next.
  std::optional<Slot> current() const;
  bool erase(int index);
  link::Error write_header(int index, Header header);

  Flash& flash_;
};

}  // namespace loa::firmware
