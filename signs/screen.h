// The whole board: which slogans are due in which zone, and how bright it is.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "signs/lighting.h"
#include "signs/playlist.h"
#include "signs/zone.h"

namespace loa::signs {

struct ScreenSettings {
  Geometry geometry;
  Lettering lettering;
  std::vector<Zone> zones;  // within the board, not over one another; none: the board is one zone
  std::string message;      // shown in the first zone while nothing is due there; "" for blank
  Lighting lighting;
};

// A machine without I/O but the faces' files. One thread. Calls must not go back in time.
//
// Due is a slogan whose time has come and not passed; one with bounds is never due while the time
// is not known. In each zone only the slogans of the most urgent level that is due there are shown.
// While one of level 1 is due, those take the whole board, and it is lit whatever the hour.
class Screen {
 public:
  // Throws as Playlist does, and std::invalid_argument for zones that leave the board or overlap.
  explicit Screen(ScreenSettings settings);
  ~Screen();
  Screen(Screen&&) noexcept;

  // What may be shown from now on; see Playlist::show().
  void show(std::vector<Slogan> slogans);

  // The board's pixels; all dark while the power is off.
  Bitmap frame(const Moment& now);
  // The strip that frame() draws as it moves over the whole board, if that is all it does until
  // Passage::until; nothing otherwise.
  std::optional<Passage> passage(const Moment& now);
  // When frame() or brightness() may next change, after `now`; nothing while it stands for good.
  std::optional<base::Steady> next_change(const Moment& now);
  // When another slogan falls due or expires next, as far as that is known now.
  std::optional<base::Steady> next_choice(const Moment& now) const;
  // The words that are on the board, those of several zones with " · " between; "" if it is dark.
  std::string text(const Moment& now);
  // 0 (power off) to 100 percent; within the supply's power for whatever frame() shows until the
  // strip or page that is shown now is over.
  int brightness(const Moment& now);
  const Geometry& geometry() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace loa::signs
