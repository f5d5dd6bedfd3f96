// The amplifier's lines on this machine's GPIO chips. A line that cannot be had is tried again; the
// sound does not wait for it.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "base/timers.h"
#include "daemon/config_amplifier.h"
#include "daemon/gpio_line.h"
#include "daemon/lines.h"

namespace loa::daemon {

// One thread, that of `timers`. All lines are off from the beginning, and off again, in reverse
// order, when the object goes; the kernel lets them go then.
class GpioLines final : public Lines {
 public:
  static constexpr base::Duration kTryAgain = std::chrono::seconds{10};

  struct View {
    std::string name;
    std::string line;  // as configured
    bool on = false;   // it is, or is to be where it cannot be had
    base::Text fault;  // why it cannot be had; empty
  };

  // `changed` is called when a line is lost or back, from `timers`, never inside a call.
  GpioLines(const AmplifierConfig& config, base::Timers& timers,
            std::function<void(const LinesChange&)> changed);
  ~GpioLines() override;
  GpioLines(const GpioLines&) = delete;
  GpioLines& operator=(const GpioLines&) = delete;

  void set(std::size_t line, bool on) override;
  std::vector<View> view() const;

 private:
  struct Output {
    AmplifierLine wanted;
    std::optional<GpioLine> line;  // while it is held
    bool on = false;
    base::Text fault;
  };

  void apply(Output& output);
  void look();
  void tell();
  void later(base::Duration in);

  base::Timers& timers_;
  std::function<void(const LinesChange&)> changed_;
  std::vector<Output> outputs_;
  std::string told_;  // the faults that were told last
  base::Timers::Id timer_ = 0;
};

}  // namespace loa::daemon
