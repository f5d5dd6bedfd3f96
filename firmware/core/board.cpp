#include "firmware/core/board.h"

namespace loa::firmware {

using link::Error;

Board::Board(const BoardFacts& facts, link::StripStore& strips, Display& display,
             StoredMessage& message, Update& update, Hardware& hardware)
    : facts_(facts),
      strips_(strips),
      display_(display),
      message_(message),
      update_(update),
      hardware_(hardware),
      inputs_(hardware.inputs()) {}

void Board::step(link::Millis now, bool host_present, bool line_idle) {
  uptime_ms_ += now - now_;
  now_ = now;
  uptime_s_ += uptime_ms_ / 1000;
  uptime_ms_ %= 1000;
  inputs_.sample(now, hardware_.inputs());
  if (host_known_ && !host_present) show_stored(now);
  host_known_ = host_present;
  display_.step(now);
  if (uptime_s_ >= kTrialSeconds && update_.on_trial()) restart_ = true;
  if (restart_ && line_idle) hardware_.restart(restart_as_);
}

// What a host that is gone wanted to be shown may not be true any more: without a stored message
// the board is dark.
void Board::show_stored(link::Millis now) {
  display_.calibrate(link::Calibration::off);
  stored_ = message_.show(now, strips_);
  if (!stored_) strips_.clear();
}

link::Showing Board::showing() const {
  if (!display_.powered()) return link::Showing::blank;
  if (display_.calibration() != link::Calibration::off) return link::Showing::calibration;
  if (strips_.shown() == 0) return link::Showing::blank;
  return stored_ ? link::Showing::stored : link::Showing::strip;
}

link::Status Board::status() {
  link::Status status;
  status.showing = showing();
  status.strip = strips_.shown();
  status.strip_crc = strips_.shown_crc();
  status.left = strips_.left();
  status.frame_crc = display_.frame_crc();
  status.wanted = strips_.wanted();
  status.free_pages = strips_.free_pages();
  status.brightness = brightness_;
  status.power = display_.powered() ? 1 : 0;
  status.outputs = outputs_;
  status.inputs = inputs_.levels();
  status.input_changes = inputs_.changes();
  status.temperature = hardware_.temperature();
  status.uptime_s = uptime_s_;
  status.reset_reason = static_cast<std::uint8_t>(facts_.reset_reason);
  status.crash = facts_.crash;
  status.refresh_hz = hardware_.refresh_hz();
  status.blank_columns = strips_.blank_columns();
  return status;
}

std::uint8_t Board::flags() {
  std::uint8_t flags = 0;
  if (inputs_.unseen()) flags |= link::kInputsChanged;
  if (strips_.wanted() != link::Status::kNoPage) flags |= link::kWantsPages;
  if (facts_.crash != 0) flags |= link::kSawCrash;
  if (update_.on_trial()) flags |= link::kUnconfirmed;
  if (update_.refused()) flags |= link::kRefused;
  if (update_.reverted()) flags |= link::kReverted;
  return flags;
}

// A host's strip may have the number of the stored message, which it does not know.
Error Board::begin(const link::Begin& begin) {
  if (stored_ && begin.strip == strips_.shown()) {
    strips_.clear();
    stored_ = false;
  }
  return strips_.begin(begin);
}

Error Board::commit(link::Millis now, const link::Commit& commit) {
  const Error error = strips_.commit(now, commit);
  if (error == Error::ok) stored_ = false;
  return error;
}

Error Board::brightness(std::uint8_t level) {
  brightness_ = level;
  hardware_.set_brightness(level);
  return Error::ok;
}

Error Board::power(bool on) {
  display_.power(on);
  return Error::ok;
}

Error Board::store(std::uint16_t strip) {
  if (strip == 0) return message_.forget();
  if (strip != strips_.shown()) return Error::no_strip;
  return stored_ ? Error::ok : message_.store(strips_);
}

Error Board::outputs(std::uint8_t mask, std::uint8_t levels) {
  outputs_ = static_cast<std::uint8_t>((outputs_ & ~mask) | (levels & mask));
  hardware_.set_outputs(outputs_);
  return Error::ok;
}

Error Board::inputs_seen(std::uint8_t changes) {
  inputs_.seen(changes);
  return Error::ok;
}

Error Board::calibration(link::Calibration pattern) {
  display_.calibrate(pattern);
  return Error::ok;
}

Error Board::boot(link::Boot what) {
  if (what == link::Boot::staged_once) {
    if (const Error error = update_.stage(); error != Error::ok) return error;
  }
  restart_ = true;
  restart_as_ = what;
  return Error::ok;
}

}  // namespace loa::firmware
