// A board of ours (firmware/), over its link (docs/protocol-board.md).
#pragma once

#include <memory>

#include "base/timers.h"
#include "firmware/link/host_end.h"
#include "signs/board.h"
#include "signs/drivers/line.h"

namespace loa::signs::drivers {

struct FirmwareBoardOptions {
  Geometry geometry;  // as configured; another one at the board is refused
  firmware::link::HostEnd::Options link;
  std::string address;  // for messages
};

// Reconnects by itself, asks the board once a second what it shows, and tells when it falls silent.
class FirmwareBoard final : public Board {
 public:
  // `timers` outlives this. `nonce` gives another number each time.
  FirmwareBoard(FirmwareBoardOptions options, base::Timers& timers, std::unique_ptr<Line> line,
                std::function<std::uint32_t()> nonce);
  ~FirmwareBoard() override;

  Geometry geometry() const override;
  void show(const Bitmap& picture) override;
  bool run(const Passage& passage) override;
  std::optional<Bitmap> confirmed() const override;
  void set_brightness(int percent) override;
  std::optional<double> temperature() const override;
  BoardHealth health() const override;

  // What the board told last; nothing before, and while it is silent.
  std::optional<firmware::link::Identity> identity() const;
  std::optional<firmware::link::Status> status() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// "Loa 1.0.0 (5eed1234), 256 × 16".
std::string described(const firmware::link::Identity& identity);

}  // namespace loa::signs::drivers
