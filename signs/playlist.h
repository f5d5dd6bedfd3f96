// Slogans one after the other in one rectangle.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "signs/board.h"
#include "signs/face.h"
#include "signs/moment.h"
#include "signs/slogan.h"

namespace loa::signs {

// Runs a list of slogans, round and round: a machine without I/O but the faces' files. Slogans that
// light nothing are passed over. Does not look at zone, level, from and until: signs/screen.h does.
// One thread.
class Playlist {
 public:
  // `size`: 16..1024 wide, 16..64 high, else std::invalid_argument; letters are the highest that
  // fit. Throws as Typesetter does.
  explicit Playlist(Geometry size, Lettering lettering = {});
  ~Playlist();
  Playlist(Playlist&&) noexcept;

  // The same list again changes nothing, unless the fields of its texts need another width; another
  // one starts from its first slogan at `now`. An empty list blanks the rectangle. Lays out what is
  // new (see Typesetter).
  void show(const Moment& now, const std::vector<Slogan>& slogans);
  // The picture at `now` (not before the last show()).
  Bitmap frame(const Moment& now) const;
  // The strip that frame() draws as it moves, if that is all it does; nothing otherwise.
  std::optional<Passage> passage(const Moment& now) const;
  // When the picture may next change, after `now`; nothing while it stands for good.
  std::optional<base::Steady> next_change(const Moment& now) const;
  // The slogan whose pixels are shown now, and its words with all fields filled.
  std::optional<Slogan> current(const Moment& now) const;
  std::string text(const Moment& now) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace loa::signs
