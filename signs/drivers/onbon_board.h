// A BX-5E or BX-6E card, over TCP or a serial line.
#pragma once

#include <memory>

#include "base/timers.h"
#include "signs/board.h"
#include "signs/drivers/line.h"
#include "signs/drivers/onbon_commands.h"

namespace loa::signs::drivers {

struct OnbonBoardOptions {
  Geometry geometry;
  OnbonModel model;
  std::string address;  // for messages
  // A line that does not break when the card loses its power: what it shows is sent again so often.
  base::Duration again = std::chrono::minutes{5};
};

// The card keeps pictures only while it has power: they are sent again when it comes back. It moves
// strips by itself, at one of its own speeds; what it shows is always assumed.
class OnbonBoard final : public Board {
 public:
  // `timers` outlives this.
  OnbonBoard(OnbonBoardOptions options, base::Timers& timers, std::unique_ptr<Line> line);
  ~OnbonBoard() override;

  Geometry geometry() const override;
  void show(const Bitmap& picture) override;
  bool run(const Passage& passage) override;
  std::optional<Bitmap> confirmed() const override { return std::nullopt; }
  void set_brightness(int percent) override;
  BoardHealth health() const override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace loa::signs::drivers
