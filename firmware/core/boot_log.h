// How far an update has come, in one page of flash that survives a loss of power at any byte.
//
//     | "LoaB" 4 | ~"LoaB" 4 |  cells, two bytes each: all ones, or a mark
//
// The request is complete or it is not there. Marks are only ever added. A mark that was torn
// counts, since what it stands for was done before it was written. Before the page is erased the
// request is zeroed, so that no half-erased page looks like a request.
#pragma once

#include <cstdint>

#include "firmware/core/flash.h"

namespace loa::firmware {

class BootLog {
 public:
  // `page` is one page; `pages` those of a slot.
  BootLog(Flash& page, std::uint32_t pages) : page_(page), pages_(pages) {}

  enum class Mark : std::uint8_t { refused, trial, confirmed, reverted };
  enum class Swap : std::uint8_t { forth, back };
  // For each page of a slot there are so many.
  static constexpr std::uint32_t kSteps = 3;

  // The staged image shall be tried.
  bool requested() const;
  bool has(Mark mark) const { return marked(static_cast<std::uint32_t>(mark)); }
  // Steps of a swap that were done.
  std::uint32_t steps(Swap swap) const;
  std::uint32_t all_steps() const { return kSteps * pages_; }

  // False where the flash does not take it.
  bool clear();
  bool request();
  bool add(Mark mark) { return write_mark(static_cast<std::uint32_t>(mark)); }
  bool add_step(Swap swap) { return write_mark(cell_of(swap) + steps(swap)); }

 private:
  std::uint32_t cell_of(Swap swap) const { return 4 + (swap == Swap::back ? all_steps() : 0); }
  bool marked(std::uint32_t cell) const;
  bool write_mark(std::uint32_t cell);

  Flash& page_;
  std::uint32_t pages_;
};

}  // namespace loa::firmware
