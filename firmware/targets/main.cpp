// The board's image: the interrupts, and the loop that has the rest of the time.
//
// Interrupts, the first before the others: the line, the timer (begins and ends the light of a
// row), the software's own (shifts the next row).
#include <new>

#include "firmware/hal/cortex_m.h"
#include "firmware/targets/machine.h"

namespace loa::firmware {
namespace {

constexpr std::size_t kMostPages = Target::kPixelMemory / Target::kPageBytes;

alignas(4) std::uint8_t pixel_memory[Target::kPixelMemory];
link::StripStore::Slot slots[kMostPages];
alignas(Machine) std::uint8_t machine_memory[sizeof(Machine)];

Target::Scanner* scanner = nullptr;
hal::Serial<Target::kReceiveSize>* serial = nullptr;

BoardConfig config() {
  return BoardConfig::parse(
      {reinterpret_cast<const std::uint8_t*>(layout::kConfig.address), BoardConfig::kSize},
      Target::kinds(), Target::kMostPixels, Target::default_config());
}

// What it has on the stack is not to stay there.
[[gnu::noinline]] Machine& assemble(hal::Clocks clocks) {
  const BoardConfig told = config();
  const std::size_t pages =
      (Target::kPixelMemory - Target::Screen::size_of(told.map)) / Target::kPageBytes;
  return *new (machine_memory) Machine(told, clocks, pixel_memory, std::span(slots).first(pages));
}

void start_interrupts(Machine& machine, std::uint32_t usart_hz) {
  scanner = &machine.screen.scan;
  serial = &machine.line;
  machine.line.start(usart_hz, Target::kBaud);
  hal::enable_interrupt(hal::kUsart1Interrupt, 0);
  hal::scb::set_priorities(1, 3);
  hal::systick::start(machine.screen.tick_cycles);
}

}  // namespace

extern "C" void on_systick() {
  const Phase phase = scanner->tick();
  hal::systick::set_next(phase.next);
  if (phase.flash != 0) {
    hal::systick::spin(phase.flash);
    scanner->end_flash();
  }
  hal::scb::pend_pendsv();
}

extern "C" void on_pendsv() { scanner->shift(); }

extern "C" void on_usart1() { serial->interrupt(); }

}  // namespace loa::firmware

int main() {
  using namespace loa::firmware;
  const hal::Clocks clocks = chip::start_clock();
  chip::start_peripherals();
  start_pins();
  chip::start_watchdog();
  Machine& machine = assemble(clocks);
  start_interrupts(machine, clocks.usart1);
  std::uint32_t seen = 0;
  for (;;) {
    machine.around();
    // A core whose timer has stopped shows nothing that moves: let the watchdog have it.
    if (machine.screen.scan.ticks() != seen) hal::watchdog::feed();
    seen = machine.screen.scan.ticks();
    hal::sleep_until_interrupt();
  }
}
