#include "firmware/core/inputs.h"

namespace loa::firmware {

void Inputs::sample(link::Millis now, std::uint8_t raw) {
  for (unsigned i = 0; i < 8; ++i) {
    const unsigned bit = 1U << i;
    if (((raw ^ raw_) & bit) != 0) {
      since_[i] = now;
    } else if (((raw ^ levels_) & bit) != 0 && link::reached(now, since_[i] + kBounce)) {
      levels_ = static_cast<std::uint8_t>(levels_ ^ bit);
      ++changes_;
    }
  }
  raw_ = raw;
}

}  // namespace loa::firmware
