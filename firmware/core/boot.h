// What happens before an image runs: updates are swapped in, tried once, and swapped out again
// unless they were confirmed. Nothing runs that is not signed.
//
//     request ──▶ staged image good? ──no──▶ refused: the old one runs
//                      │ yes
//                  swap forth ──▶ trial: the new one runs once ──confirmed──▶ it stays
//                                      │ any reset before that
//                                  swap back ──▶ reverted: the old one runs
//
// Power may fail at every byte: what was begun is taken up again at the next start.
#pragma once

#include "firmware/core/boot_log.h"
#include "firmware/core/image.h"

namespace loa::firmware {

// Where things are. The slots have one size; `scratch` is one page.
struct BootFlash {
  Flash& running;
  Flash& staged;
  Flash& scratch;
  Flash& log;

  std::uint32_t pages() const {
    return static_cast<std::uint32_t>(running.bytes().size()) / running.page_size();
  }
};

class Boot {
 public:
  Boot(const BootFlash& flash, std::uint8_t target, const PublicKey& key)
      : flash_(flash), log_(flash.log, flash.pages()), target_(target), key_(key) {}

  // Whether the image in the running slot may be run now. False: there is none that is signed, or
  // the flash is broken.
  bool prepare();

 private:
  // An update was asked for, and nothing has become of it yet.
  bool undecided() const;
  bool begin_trial();
  bool staged_may_run() const;
  bool swap(BootLog::Swap direction);
  bool swap_step(std::uint32_t step);
  bool copy_page(const Flash& from, std::uint32_t from_offset, Flash& to, std::uint32_t to_offset);

  BootFlash flash_;
  BootLog log_;
  std::uint8_t target_;
  const PublicKey& key_;
};

}  // namespace loa::firmware
