#include "daemon/amplified.h"

#include "daemon/gpio_line.h"

namespace loa::daemon {
namespace {

void switch_line(GpioLine& line, bool on, std::vector<base::Text>& faults) try {
  line.set(on);
} catch (const NoLine& none) {
  faults.push_back(none.why());
}

}  // namespace

std::vector<base::Text> with_amplifier(const AmplifierConfig& amplifier,
                                       const std::function<void(base::Duration)>& wait,
                                       const std::function<void()>& work) {
  std::vector<base::Text> faults;
  std::vector<GpioLine> held;
  base::Duration until{0};  // the work begins
  for (const auto& wanted : amplifier.lines) {
    if (until > wanted.lead) wait(until - wanted.lead);
    until = wanted.lead;
    try {
      switch_line(held.emplace_back(wanted.line, wanted.active_low), true, faults);
    } catch (const NoLine& none) {
      faults.push_back(none.why());
    }
  }
  if (until > base::Duration{0}) wait(until);
  work();
  for (auto line = held.rbegin(); line != held.rend(); ++line) switch_line(*line, false, faults);
  return faults;
}

}  // namespace loa::daemon
