// Slogans on a board: layout, and which picture the board shows when.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "signs/bitmap.h"

namespace loa::signs {

struct Slogan {
  std::string id;
  std::string text;  // UTF-8; brought to NFC first
  Colour colour = Colour::red;
  enum class Effect { hold, scroll } effect = Effect::scroll;
  int speed = 40;  // pixels a second, 1..400; beyond that the nearest
  friend bool operator==(const Slogan&, const Slogan&) = default;
};

struct Geometry {
  int width = 128;  // 16..1024
  int height = 16;  // 16 or 32
  friend bool operator==(const Geometry&, const Geometry&) = default;
};

// Lays text out in one line of the board's height: a bitmap face at 16 rows, an outline face at 32.
// Characters stand from left to right in the order of the text. One thread. Reads the face's file
// when made, and again for a text with characters that it has not met: that blocks, some 40 ms on a
// desk.
class Typesetter {
 public:
  // 16 or 32, else std::invalid_argument; std::runtime_error naming the Debian package if the face
  // is missing or damaged.
  explicit Typesetter(int height);
  ~Typesetter();
  Typesetter(Typesetter&&) noexcept;
  // Control characters become spaces; bytes that are not UTF-8, and characters that the face does
  // not have, a box; longer text than fits 65,535 pixels is cut, and so are more than four marks on
  // one character. Never throws for its text.
  Bitmap strip(const std::string& text, Colour colour);
  // The same text in pictures of `width` pixels, centred, broken between words; a word that is
  // wider is broken where it must. None for a text that lights nothing.
  std::vector<Bitmap> pages(const std::string& text, Colour colour, int width);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Runs a list of slogans, round and round: a machine without I/O. Hold: shown for 8 s, and paged if
// too wide, each page for 8 s. Scroll: its first column enters at the right edge, it moves one
// pixel at a time, and when its last column has left at the left edge the next slogan follows.
// Slogans that light nothing are passed over.
class Playlist {
 public:
  // Throws as Typesetter does, and std::invalid_argument for a width outside 16..1024.
  explicit Playlist(Geometry geometry);
  ~Playlist();
  Playlist(Playlist&&) noexcept;

  // The same list again changes nothing; another one starts from its first slogan at `now`. An
  // empty list blanks the board. Lays out what is new (see Typesetter); keeps one byte a pixel.
  void show(base::Steady now, const std::vector<Slogan>& slogans);
  // The board's picture at `now` (not before the last show()).
  Bitmap frame(base::Steady now) const;
  // When the picture next changes, after `now`; nothing while it stands for good.
  std::optional<base::Steady> next_change(base::Steady now) const;
  // The slogan whose pixels are on the board now.
  std::optional<Slogan> current(base::Steady now) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// A board that shows pictures. One thread; show() may not block.
class Board {
 public:
  virtual ~Board() = default;
  virtual Geometry geometry() const = 0;
  virtual void show(const Bitmap& picture) = 0;
  // What the board itself says it shows; nothing if it cannot say ("assumed").
  virtual std::optional<Bitmap> confirmed() const = 0;
};

// Keeps the last picture: what stands on the desk of a developer, and on `./run`'s terminal.
class SimulatedBoard final : public Board {
 public:
  explicit SimulatedBoard(Geometry geometry) : geometry_(geometry) {}
  Geometry geometry() const override { return geometry_; }
  void show(const Bitmap& picture) override { picture_ = picture; }
  std::optional<Bitmap> confirmed() const override { return picture_; }

 private:
  Geometry geometry_;
  std::optional<Bitmap> picture_;
};

}  // namespace loa::signs
