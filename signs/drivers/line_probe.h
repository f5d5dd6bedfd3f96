// Asks what board is at the end of a line, without changing what it shows.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/timers.h"
#include "firmware/link/host_end.h"
#include "signs/drivers/line.h"
#include "signs/drivers/onbon_frame.h"

namespace loa::signs::drivers {

// Greets a board of ours and pings an Onbon card, by turns, until one of them answers.
class LineProbe final : firmware::link::HostEvents {
 public:
  // Opens the line. `timers` outlives this; `nonce` is another one each time.
  LineProbe(base::Timers& timers, std::unique_ptr<Line> line, std::uint32_t nonce);
  ~LineProbe();
  LineProbe(const LineProbe&) = delete;
  LineProbe& operator=(const LineProbe&) = delete;

  // A board of ours.
  const std::optional<firmware::link::Identity>& identity() const { return identity_; }
  // The type of the Onbon card (OnbonModel::device).
  std::optional<std::uint16_t> onbon() const { return onbon_; }
  bool answered() const { return identity_ || onbon_; }
  // Why the line could not be opened, or was closed; "" while it is open.
  const std::string& error() const { return error_; }

 private:
  void connected(const firmware::link::Identity& identity) override { identity_ = identity; }
  void answered(firmware::link::Type, std::uint8_t, const firmware::link::Ack&) override {}
  void noticed(std::uint8_t) override {}
  void lost(firmware::link::Loss) override {}
  void misunderstood() override {}
  void opened();
  void received(std::string_view bytes);
  void move();
  firmware::link::Millis millis();

  base::Timers& timers_;
  std::unique_ptr<Line> line_;
  std::uint32_t nonce_;
  firmware::link::HostEnd end_;
  OnbonReceiver onbon_receiver_;
  base::Steady next_ping_{};
  std::optional<firmware::link::Identity> identity_;
  std::optional<std::uint16_t> onbon_;
  std::string error_;
  base::Timers::Id timer_ = 0;
};

}  // namespace loa::signs::drivers
