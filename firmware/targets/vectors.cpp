// The vector table (RM0008 table 63, RM0090 table 61), as far as it is used; all else is a crash.
#include <array>

#include "firmware/hal/chip.h"
#include "firmware/hal/startup.h"
#include "target.h"

namespace loa::firmware {

extern "C" {
void on_systick();
void on_pendsv();
void on_usart1();
}

namespace {

using Handler = void (*)();
using Handlers = std::array<Handler, 15 + Target::kInterrupts>;

struct Vectors {
  std::uint32_t* stack;
  Handlers handlers;
};

constexpr Handlers handlers() {
  Handlers all{};
  for (Handler& handler : all) handler = hal::crash;
  // The stack's top is entry 0 of the table, so the reset is handler 0 here.
  all[0] = hal::start;
  all[13] = on_pendsv;
  all[14] = on_systick;
  all[15 + hal::kUsart1Interrupt] = on_usart1;
  return all;
}

}  // namespace

[[gnu::section(".vectors"), gnu::used]] extern const Vectors kVectors{&hal::stack_end, handlers()};

}  // namespace loa::firmware
