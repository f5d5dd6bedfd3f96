// A board that shows pictures: what every driver offers.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/language.h"
#include "base/time.h"
#include "signs/bitmap.h"

namespace loa::signs {

struct Geometry {
  int width = 128;  // 16..1024
  int height = 16;  // 16, 24, 32, 48 or 64
  Palette palette = Palette::red_green;
  friend bool operator==(const Geometry&, const Geometry&) = default;
};

// A strip on its way over the whole board, which a board with a memory of its own can be given
// once. At `started` its first column (its last, if it goes right) stands at the edge where it
// comes in; it moves one pixel at a time, and is gone when its last column has left.
struct Passage {
  Bitmap strip;  // as high as the board
  bool rightwards = false;
  int speed = 40;        // pixels a second, 1..1000
  bool repeats = false;  // comes again as soon as it is gone
  base::Steady started{};
  std::optional<base::Steady> until;  // when something else is to be shown; nothing: not known
  friend bool operator==(const Passage&, const Passage&) = default;

  // The strip's column at the left edge of a board of `width` columns.
  int left_at(base::Steady now, int width) const;
  Bitmap frame(base::Steady now, int width) const {
    return strip.window(left_at(now, width), width);
  }
};

// How a board stands with the station, for people.
struct BoardHealth {
  enum class State {
    connecting,  // for the first time, or for a moment
    working,
    silent,   // no answer: the board, its cable or its power
    refused,  // it answers, and cannot be used as it is configured
  };
  enum class Picture {
    assumed,    // the board cannot say, or has not said yet
    confirmed,  // it says that it shows what it was given
    differs,    // it says something else; it is given again
  };
  State state = State::working;
  Picture picture = Picture::assumed;
  base::Text problem;  // empty while it works
  std::string what;    // what the board says it is: "Loa 1.0.0 (5eed1234), 256 x 16"; or ""
};

// "connecting", "working", "silent", "refused"; "assumed", "confirmed", "differs".
std::string_view name_of(BoardHealth::State state);
std::string_view name_of(BoardHealth::Picture picture);

// One thread; nothing here may block. What is given while a board cannot be reached is what it
// shows when it can be again.
class Board {
 public:
  virtual ~Board() = default;
  virtual Geometry geometry() const = 0;
  // Shows a picture of the board's size until the next one. If they come faster than the board can
  // take them, the newest counts.
  virtual void show(const Bitmap& picture) = 0;
  // Moves a strip over the board, instead of a picture for every pixel. False from a board that
  // cannot: it is to be given pictures.
  virtual bool run(const Passage& /*passage*/) { return false; }
  // What the board itself says it shows; nothing if it cannot say ("assumed").
  virtual std::optional<Bitmap> confirmed() const = 0;
  // 0 (dark, and the power of its LEDs off where it can switch it) to 100. A board without a dimmer
  // does nothing.
  virtual void set_brightness(int /*percent*/) {}
  // What the board's own sensor says, in degrees Celsius; nothing without one.
  virtual std::optional<double> temperature() const { return std::nullopt; }
  virtual BoardHealth health() const = 0;
};

// Keeps the last picture: what stands on the desk of a developer, and on `./run`'s terminal.
class SimulatedBoard final : public Board {
 public:
  explicit SimulatedBoard(Geometry geometry) : geometry_(geometry) {}
  Geometry geometry() const override { return geometry_; }
  void show(const Bitmap& picture) override { picture_ = picture; }
  std::optional<Bitmap> confirmed() const override { return picture_; }
  BoardHealth health() const override {
    return {BoardHealth::State::working, BoardHealth::Picture::confirmed, {}, ""};
  }

 private:
  Geometry geometry_;
  std::optional<Bitmap> picture_;
};

}  // namespace loa::signs
