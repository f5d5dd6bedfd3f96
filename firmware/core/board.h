// The board's answer to each command of the link, and what it does by itself.
#pragma once

#include "firmware/core/display.h"
#include "firmware/core/inputs.h"
#include "firmware/core/stored_message.h"
#include "firmware/core/update.h"
#include "firmware/link/board_end.h"

namespace loa::firmware {

// The electronics around the core. The chip's is in targets/.
class Hardware {
 public:
  virtual void set_brightness(std::uint8_t level) = 0;
  virtual void set_outputs(std::uint8_t levels) = 0;
  // Contacts as they are, a bit each.
  virtual std::uint8_t inputs() = 0;
  // Tenths of a degree Celsius, or link::Status::kNoTemperature.
  virtual std::int16_t temperature() = 0;
  virtual std::uint16_t refresh_hz() = 0;
  virtual void restart(link::Boot what) = 0;

 protected:
  ~Hardware() = default;
};

// What is so from the start on.
struct BoardFacts {
  link::Identity identity;
  link::ResetReason reset_reason = link::ResetReason::power;
  std::uint32_t crash = 0;  // the program counter of the last crash
};

class Board final : public link::BoardCommands {
 public:
  // How long an updated image may run before somebody confirms it: then the board restarts, and the
  // image before is back.
  static constexpr std::uint32_t kTrialSeconds = 600;

  // All outlive this.
  Board(const BoardFacts& facts, link::StripStore& strips, Display& display, StoredMessage& message,
        Update& update, Hardware& hardware);
  Board(const Board&) = delete;
  Board& operator=(const Board&) = delete;

  // Once each time around the main loop. `line_idle`: nothing waits to be sent.
  void step(link::Millis now, bool host_present, bool line_idle);

  link::Identity identity() override { return facts_.identity; }
  link::Status status() override;
  std::uint8_t flags() override;
  link::Error begin(const link::Begin& begin) override;
  link::Error page(const link::Page& page) override { return strips_.page(page); }
  link::Error commit(link::Millis now, const link::Commit& commit) override;
  link::Error brightness(std::uint8_t level) override;
  link::Error power(bool on) override;
  link::Error store(std::uint16_t strip) override;
  link::Error outputs(std::uint8_t mask, std::uint8_t levels) override;
  link::Error inputs_seen(std::uint8_t changes) override;
  link::Error calibration(link::Calibration pattern) override;
  link::Error update_begin(link::Bytes header) override { return update_.begin(header); }
  link::Error update_page(std::uint32_t offset, link::Bytes bytes) override {
    return update_.page(offset, bytes);
  }
  link::Error update_end(std::uint32_t crc) override { return update_.end(crc); }
  link::Error boot(link::Boot what) override;
  link::Error confirm() override { return update_.confirm(); }

 private:
  link::Showing showing() const;
  void show_stored(link::Millis now);

  BoardFacts facts_;
  link::StripStore& strips_;
  Display& display_;
  StoredMessage& message_;
  Update& update_;
  Hardware& hardware_;
  Inputs inputs_;
  link::Millis now_ = 0;
  std::uint32_t uptime_ms_ = 0;
  std::uint32_t uptime_s_ = 0;
  bool stored_ = false;     // the strip shown is the stored message
  bool host_known_ = true;  // as step() was told last
  std::uint8_t outputs_ = 0;
  std::uint8_t brightness_ = 255;
  bool restart_ = false;
  link::Boot restart_as_ = link::Boot::restart;
};

}  // namespace loa::firmware
