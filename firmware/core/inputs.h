// Contacts that bounce, and what changed since somebody looked.
#pragma once

#include <cstdint>

#include "firmware/link/wire.h"

namespace loa::firmware {

// Up to eight contacts, a bit each. A contact counts as changed when it has kept its new level for
// as long as it may bounce.
class Inputs {
 public:
  static constexpr link::Millis kBounce = 30;

  // What the contacts are when the board starts, which is no change.
  explicit Inputs(std::uint8_t levels) : levels_(levels), raw_(levels) {}

  // At least every few milliseconds.
  void sample(link::Millis now, std::uint8_t raw);
  std::uint8_t levels() const { return levels_; }
  // Counts changes; wraps.
  std::uint8_t changes() const { return changes_; }
  void seen(std::uint8_t changes) { seen_ = changes; }
  bool unseen() const { return seen_ != changes_; }

 private:
  std::uint8_t levels_;
  std::uint8_t raw_;
  std::uint8_t changes_ = 0;
  std::uint8_t seen_ = 0;
  link::Millis since_[8] = {};  // raw_ is as it is
};

}  // namespace loa::firmware
