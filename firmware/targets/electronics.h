// The board's electronics: pins, converter and watchdog behind firmware::Hardware.
#pragma once

#include "firmware/core/board.h"
#include "target.h"

namespace loa::firmware {

// Gives each pin its task, with the panels dark and the outputs off.
void start_pins();

class Electronics final : public Hardware {
 public:
  Electronics(Target::Scanner& scanner, std::uint16_t refresh_hz)
      : scanner_(scanner), refresh_hz_(refresh_hz), converter_(chip::start_converter()) {}

  void set_brightness(std::uint8_t level) override { scanner_.set_brightness(level); }
  void set_outputs(std::uint8_t levels) override;
  std::uint8_t inputs() override;
  std::int16_t temperature() override;
  std::uint16_t refresh_hz() override { return refresh_hz_; }
  void restart(link::Boot what) override;

 private:
  Target::Scanner& scanner_;
  std::uint16_t refresh_hz_;
  bool converter_;
};

}  // namespace loa::firmware
