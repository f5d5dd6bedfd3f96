// The test chips (gpio_loatest.c) from a test's side.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"

namespace loa::tests {

// Starts this program anew with the test chips in it, unless they are already. From main() only.
void need_test_chips(char** arguments);

// What happened to a line.
struct LineEvent {
  base::Steady when{};
  std::string chip;
  unsigned line = 0;
  std::string what;  // request, set, release
  int voltage = 0;
};

// The chips of this process, until the object goes. One at a time.
class TestChips {
 public:
  // `chips`: lines as gpio_loatest.c has them: "gpiochip0 pinctrl-test 32 17=AMP_POWER".
  explicit TestChips(const std::vector<std::string>& chips);
  ~TestChips();
  TestChips(const TestChips&) = delete;
  TestChips& operator=(const TestChips&) = delete;

  // Takes a chip away, as the USB plug of a relay card does; puts it back.
  void unplug(const std::string& chip);
  void plug_in(const std::string& chip);
  void forbid(const std::string& chip);
  // Nothing while nobody holds it: then a real line's voltage is the board's business.
  std::optional<int> voltage(const std::string& chip, unsigned line) const;
  // "17 set 1", in order.
  std::vector<std::string> story() const;
  std::vector<LineEvent> events() const;

 private:
  std::filesystem::path folder_;
};

}  // namespace loa::tests
