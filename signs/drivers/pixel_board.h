// A board that is given whole pictures and says little or nothing: DDP, E1.31, Art-Net, ColorLight.
#pragma once

#include <memory>

#include "base/timers.h"
#include "signs/board.h"
#include "signs/drivers/line.h"
#include "signs/drivers/pixel_protocol.h"

namespace loa::signs::drivers {

struct PixelBoardOptions {
  Geometry geometry;
  std::string address;  // for messages
  // Never sent more often; a picture that stands is sent again so often, for a receiver that was
  // switched on since, or blanks what it has not heard of for long.
  base::Duration least = std::chrono::milliseconds{25};
  base::Duration again = std::chrono::milliseconds{800};
};

// Silent: nothing can be sent, or a board that used to answer questions no longer does. Its picture
// is always assumed.
class PixelBoard final : public Board {
 public:
  // `timers` outlives this.
  PixelBoard(PixelBoardOptions options, base::Timers& timers,
             std::unique_ptr<PixelProtocol> protocol, std::unique_ptr<Packets> packets);
  ~PixelBoard() override;

  Geometry geometry() const override;
  void show(const Bitmap& picture) override;
  std::optional<Bitmap> confirmed() const override { return std::nullopt; }
  void set_brightness(int percent) override;
  BoardHealth health() const override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace loa::signs::drivers
