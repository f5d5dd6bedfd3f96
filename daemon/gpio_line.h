// One GPIO line as an output, by libgpiod: the only file that knows that library. Works with the
// character device of Linux (/dev/gpiochip*).
#pragma once

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/language.h"

namespace loa::daemon {

// Why a line cannot be had; for the operator.
class NoLine : public std::runtime_error {
 public:
  explicit NoLine(base::Text why) : std::runtime_error(why.en), why_(std::move(why)) {}
  const base::Text& why() const { return why_; }

 private:
  base::Text why_;
};

class GpioLine {
 public:
  // Takes the line as an output that is off, under the name "loa"; nobody else can have it then.
  // `where`: "CHIP:OFFSET", the chip by name, label or path ("gpiochip0:17", "pinctrl-bcm2711:17"),
  // or a line's name ("GPIO17"). `active_low`: on is low voltage. Throws NoLine.
  GpioLine(const std::string& where, bool active_low);
  ~GpioLine();
  GpioLine(GpioLine&&) noexcept;
  GpioLine& operator=(GpioLine&&) noexcept;

  // Throws NoLine if the chip is gone. Once the line is let go its voltage is the kernel's and the
  // chip's business: off before that is the owner's.
  void set(bool on);

 private:
  struct Held;
  std::unique_ptr<Held> held_;
};

// What would be said if the line were asked for; nothing if it could be had. Touches nothing.
std::optional<base::Text> fault_of_line(const std::string& where);

struct GpioChip {
  std::string name;   // "gpiochip0"
  std::string label;  // "pinctrl-bcm2711"
  unsigned lines = 0;
};
// Those of this machine that may be opened.
std::vector<GpioChip> gpio_chips();

}  // namespace loa::daemon
