#include "firmware/core/boot.h"

namespace loa::firmware {

using Mark = BootLog::Mark;
using Swap = BootLog::Swap;

bool Boot::prepare() {
  if (undecided()) {
    const bool begun = log_.has(Mark::trial) || log_.steps(Swap::forth) != 0;
    if (begun || staged_may_run()) {
      if (!log_.has(Mark::trial) && begin_trial()) return true;
      if (!swap(Swap::back) || !log_.add(Mark::reverted)) return false;
    } else {
      // If the flash does not take it, it is refused again at the next start.
      log_.add(Mark::refused);
    }
  }
  return verified_image(flash_.running, target_, key_).has_value();
}

bool Boot::undecided() const {
  return log_.requested() && !log_.has(Mark::refused) && !log_.has(Mark::reverted) &&
         !log_.has(Mark::confirmed);
}

// True if the new image is in its place and may be run for once.
bool Boot::begin_trial() {
  if (!swap(Swap::forth)) return false;
  return verified_image(flash_.running, target_, key_).has_value() && log_.add(Mark::trial);
}

bool Boot::staged_may_run() const {
  const auto staged = verified_image(flash_.staged, target_, key_);
  if (!staged) return false;
  const auto running = verified_image(flash_.running, target_, key_);
  return !running || staged->counter >= running->counter;
}

bool Boot::swap(Swap direction) {
  for (std::uint32_t step = log_.steps(direction); step < log_.all_steps(); ++step) {
    if (!swap_step(step) || !log_.add_step(direction)) return false;
  }
  return true;
}

// Each step can be done again: what it copies from stays until the next one.
bool Boot::swap_step(std::uint32_t step) {
  const std::uint32_t page = step / BootLog::kSteps * flash_.running.page_size();
  switch (step % BootLog::kSteps) {
    case 0:
      return copy_page(flash_.running, page, flash_.scratch, 0);
    case 1:
      return copy_page(flash_.staged, page, flash_.running, page);
    default:
      return copy_page(flash_.scratch, 0, flash_.staged, page);
  }
}

bool Boot::copy_page(const Flash& from, std::uint32_t from_offset, Flash& to,
                     std::uint32_t to_offset) {
  return to.erase(to_offset) &&
         to.write(to_offset, from.bytes().subspan(from_offset, from.page_size()));
}

}  // namespace loa::firmware
