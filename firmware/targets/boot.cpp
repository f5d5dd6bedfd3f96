// The bootloader's image: runs what is signed, and nothing else.
#include "firmware/core/boot.h"

#include "firmware/core/flash_part.h"
#include "firmware/hal/cortex_m.h"
#include "firmware/hal/startup.h"
#include "public_key.h"
#include "target.h"

namespace loa::firmware {
namespace {

using Handler = void (*)();

// Nothing interrupts it: what happens beyond the reset is a crash.
struct Vectors {
  std::uint32_t* stack;
  Handler reset;
  std::array<Handler, 14> others;
};

constexpr std::array<Handler, 14> crashes() {
  std::array<Handler, 14> all{};
  for (Handler& handler : all) handler = hal::crash;
  return all;
}

[[gnu::section(".vectors"), gnu::used]] extern const Vectors kVectors{&hal::stack_end, hal::start,
                                                                      crashes()};

// The panels are dark already: nothing has given their pins a task.
void nothing() {}

chip::ChipFlash flash_of(Region region) { return {region.address, region.size, nothing}; }

}  // namespace
}  // namespace loa::firmware

int main() {
  using namespace loa::firmware;
  chip::start_clock();
  chip::ChipFlash running = flash_of(layout::kRunning);
  chip::ChipFlash staged = flash_of(layout::kStaged);
  chip::ChipFlash scratch = flash_of(layout::kScratch);
  chip::ChipFlash log = flash_of(layout::kLog);
  Boot boot({running, staged, scratch, log}, Target::kTarget, kPublicKey);
  // The chip's own bootloader, in its ROM, is the last resort: it takes an image over the wire.
  if (!boot.prepare()) hal::reset_into_rom();
  // An image that hangs before it starts its own watchdog is reverted too.
  chip::start_watchdog();
  hal::start_image(layout::kRunning.address + ImageHeader::kImageOffset);
}
