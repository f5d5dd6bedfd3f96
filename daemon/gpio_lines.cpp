#include "daemon/gpio_lines.h"

namespace loa::daemon {

GpioLines::GpioLines(const AmplifierConfig& config, base::Timers& timers,
                     std::function<void(const LinesChange&)> changed)
    : timers_(timers), changed_(std::move(changed)) {
  for (const auto& line : config.lines) {
    auto& output = outputs_.emplace_back();
    output.wanted = line;
    apply(output);
  }
  later(base::Duration{0});
}

GpioLines::~GpioLines() {
  timers_.cancel(timer_);
  for (auto output = outputs_.rbegin(); output != outputs_.rend(); ++output) {
    output->on = false;
    if (output->line) apply(*output);
  }
}

void GpioLines::set(std::size_t line, bool on) {
  Output& output = outputs_.at(line);
  output.on = on;
  // One that cannot be had is asked for at its own times.
  if (!output.line) return;
  apply(output);
  if (!output.line) later(base::Duration{0});
}

// Asks for the line if it is not held, and sets it.
void GpioLines::apply(Output& output) {
  try {
    if (!output.line) output.line.emplace(output.wanted.line, output.wanted.active_low);
    output.line->set(output.on);
    output.fault = {};
  } catch (const NoLine& none) {
    output.line.reset();
    output.fault = none.why();
  }
}

void GpioLines::later(base::Duration in) {
  timers_.cancel(timer_);
  timer_ = timers_.at(timers_.now().steady + in, [this] { look(); });
}

// A held line is set again too: so the loss of its chip is seen before it is needed.
void GpioLines::look() {
  for (auto& output : outputs_) apply(output);
  later(kTryAgain);
  tell();
}

void GpioLines::tell() {
  std::string faults;
  for (const auto& output : outputs_) {
    if (output.fault.en.empty()) continue;
    faults += (faults.empty() ? "" : "; ") + output.wanted.name + ": " + output.fault.en;
  }
  if (faults == told_) return;
  told_ = faults;
  changed_({!faults.empty(), faults});
}

std::vector<GpioLines::View> GpioLines::view() const {
  std::vector<View> views;
  for (const auto& output : outputs_) {
    views.push_back({output.wanted.name, output.wanted.line, output.on, output.fault});
  }
  return views;
}

}  // namespace loa::daemon
