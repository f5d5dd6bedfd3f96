// The USART: RM0008 27.6, and the same in RM0041 and RM0090.
#pragma once

#include "firmware/hal/registers.h"
#include "firmware/hal/ring.h"

namespace loa::firmware::hal {

// 8 data bits, no parity, 1 stop bit. Received bytes wait in a ring of ReceiveSize - 1; what the
// main loop has not read in time is lost, and the link notices. Bytes are sent by the main loop.
template <std::size_t ReceiveSize>
class Serial {
 public:
  explicit Serial(std::uintptr_t base) : usart_{base} {}

  // `bus_hz`: the clock of the bus that the USART is on.
  void start(std::uint32_t bus_hz, std::uint32_t baud) {
    usart_[kBaud] = (bus_hz + baud / 2) / baud;
    usart_[kControl] = kUsartOn | kReceiver | kTransmitter | kReceivedInterrupt;
  }
  // -1: nothing.
  int receive() { return received_.take(); }
  bool can_send() const { return (usart_[kStatus] & kEmpty) != 0; }
  void send(std::uint8_t byte) { usart_[kData] = byte; }
  // Interrupts once when can_send() is true again: the main loop may sleep until then.
  void wake_to_send() { set_bits(usart_[kControl], kEmptyInterrupt); }
  // The USART's interrupt.
  void interrupt() {
    const std::uint32_t status = usart_[kStatus];
    if ((status & (kReceived | kOverrun)) != 0) {
      received_.put(static_cast<std::uint8_t>(usart_[kData]));
    }
    if ((status & kEmpty) != 0) clear_bits(usart_[kControl], kEmptyInterrupt);
  }

 private:
  static constexpr std::uintptr_t kStatus = 0x00, kData = 0x04, kBaud = 0x08, kControl = 0x0C;
  static constexpr std::uint32_t kOverrun = 1U << 3, kReceived = 1U << 5, kEmpty = 1U << 7;
  static constexpr std::uint32_t kUsartOn = 1U << 13, kReceiver = 1U << 2, kTransmitter = 1U << 3,
                                 kReceivedInterrupt = 1U << 5, kEmptyInterrupt = 1U << 7;

  Peripheral usart_;
  Ring<ReceiveSize> received_;
};

}  // namespace loa::firmware::hal
