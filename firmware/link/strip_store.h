// The board's memory of strips: pages of columns, of the strip that is shown and of the one that
// comes. A strip is shown from one commit on; until then nothing of it is. Room for one screen is
// always left for the strip that comes; of a strip that does not fit beside that, the pages that
// have passed the board make room for those ahead.
#pragma once

#include "firmware/link/messages.h"

namespace loa::firmware::link {

class StripStore {
 public:
  struct Slot {
    std::uint16_t strip = 0;  // 0: free
    std::uint16_t page = 0;
  };
  struct Screen {
    std::uint16_t width;
    std::uint8_t height;  // a multiple of 8
    Format format;
  };

  // `memory` holds slots.size() pages of `page_bytes`, which is at least one column. Both outlive
  // this. One thread.
  StripStore(Buffer memory, std::span<Slot> slots, std::uint8_t page_bytes, Screen screen);

  // Commands of the link. begin() forgets a strip that was begun and not committed; one with the
  // number of the strip that is shown is refused as no_strip.
  Error begin(const Begin& begin);
  Error page(const Page& page);
  // Of the strip that was begun: shown from `now`, and the strip before is gone. Of the strip that
  // is shown: timed anew, its pages' CRC being right; with 0 pages only timed anew.
  Error commit(Millis now, const Commit& commit);
  // Nothing is shown, and nothing comes.
  void clear();

  // Moves the strip to where it is at `now`. True if the picture has changed: by the time, by a
  // commit, or by a page that came.
  bool step(Millis now);
  // A column of the board, 0 .. width - 1: column_bytes() bytes, or null if it is blank.
  const std::uint8_t* column(int x);

  std::uint16_t shown() const { return shown_.begin.strip; }
  std::uint32_t shown_crc() const { return shown_.crc; }
  const Begin& shown_begin() const { return shown_.begin; }
  // The strip's column at the board's left edge.
  std::int32_t left() const { return left_; }
  // The next page that the shown strip misses, Status::kNoPage if none.
  std::uint16_t wanted() const;
  std::uint16_t free_pages() const;
  // CRC-32 of the board's columns as column() gives them, blank ones as zeros.
  std::uint32_t frame_crc();
  // Columns given as blank because their page was not there; wraps.
  std::uint16_t blank_columns() const { return blank_columns_; }
  // For the stored message: the shown strip's page, empty if it is not there.
  Bytes shown_page(std::uint16_t page) const;

  Format format() const { return screen_.format; }
  std::size_t column_size() const { return column_bytes(screen_.format, screen_.height); }
  std::uint16_t columns_a_page() const {
    return static_cast<std::uint16_t>(page_bytes_ / column_size());
  }
  std::uint16_t pages_of(const Begin& begin) const;

 private:
  struct Strip {
    Begin begin;  // strip 0: none
    std::uint32_t crc = 0;
  };

  int find(std::uint16_t strip, std::uint16_t page) const;
  const std::uint8_t* find_column(int x, bool& missing);
  std::size_t held(std::uint16_t strip) const;
  Error put(const Begin& begin, const Page& page);
  void free_strip(std::uint16_t strip);
  void free_passed();
  // Pages that one strip may have here at a time.
  std::size_t limit() const;
  // How many pages of the shown strip come on the board before `page` does, from now.
  std::size_t distance(std::uint16_t page) const;
  std::uint16_t first_page() const;
  std::size_t size_of(const Begin& begin, std::uint16_t page) const;
  Bytes bytes_of(std::size_t slot, std::size_t size) const;
  Error check(const Begin& begin, const Commit& commit) const;
  std::int32_t place() const;

  Buffer memory_;
  std::span<Slot> slots_;
  std::uint8_t page_bytes_;
  Screen screen_;
  Strip shown_;
  Strip coming_;
  std::uint64_t elapsed_ms_ = 0;  // of the shown strip, up to stepped_
  Millis stepped_ = 0;
  std::int32_t left_ = 0;
  bool changed_ = false;
  std::uint16_t blank_columns_ = 0;
  int last_slot_ = -1;  // of the last column() call
};

}  // namespace loa::firmware::link
