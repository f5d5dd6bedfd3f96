// Takes an image from the link into the staging slot.
#pragma once

#include "firmware/core/boot.h"
#include "firmware/link/messages.h"

namespace loa::firmware {

class Update {
 public:
  // The running slot's image is the one that runs this.
  Update(const BootFlash& flash, std::uint8_t target)
      : flash_(flash), log_(flash.log, flash.pages()), target_(target) {}

  // Forgets an image that was staged. Error::wrong_target, too_old, bad_payload (no header),
  // no_room, flash.
  link::Error begin(link::Bytes header);
  // In order; what was there already is taken for a repetition. All but the last are even. Blocks
  // while a page is erased.
  link::Error page(std::uint32_t offset, link::Bytes bytes);
  // Error::missing_pages, crc_mismatch, flash. The signature is checked when it is booted: what
  // cannot be run then is refused().
  link::Error end(std::uint32_t crc);
  // The staged image shall run once, after a restart. Error::missing_pages if none is whole.
  link::Error stage();
  // The image that runs may stay.
  link::Error confirm();
  // It runs on trial.
  bool on_trial() const;
  // What became of the update before: its image was not run, or not confirmed when it was.
  bool refused() const { return log_.requested() && log_.has(BootLog::Mark::refused); }
  bool reverted() const { return log_.requested() && log_.has(BootLog::Mark::reverted); }

 private:
  std::uint32_t slot_size() const {
    return static_cast<std::uint32_t>(flash_.staged.bytes().size());
  }
  // Own image's; 0 where there is none.
  std::uint32_t least_counter() const;
  bool erase_up_to(std::uint32_t end);

  BootFlash flash_;
  BootLog log_;
  std::uint8_t target_;
  std::optional<ImageHeader> header_;
  std::uint32_t received_ = 0;  // bytes of the image
  std::uint32_t erased_ = 0;    // bytes of the slot
  bool whole_ = false;
};

}  // namespace loa::firmware
