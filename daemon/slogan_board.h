// The station's board: takes the slogans that the week wants and knows which picture stands now.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "schedules/model.h"
#include "signs/sign.h"

namespace loa::daemon {

// One thread. The board is simulated: its picture is drawn when somebody looks.
class SloganBoard {
 public:
  // Throws std::runtime_error if a font is missing.
  explicit SloganBoard(signs::Geometry geometry);

  // The same slogans again change nothing.
  void show(base::Steady now, const std::vector<schedules::Slogan>& slogans);
  signs::Bitmap picture(base::Steady now);
  // The text whose pixels stand on the board now; "" if it is blank.
  std::string text(base::Steady now) const;
  signs::Geometry geometry() const { return board_.geometry(); }

 private:
  signs::SimulatedBoard board_;
  signs::Playlist playlist_;
};

}  // namespace loa::daemon
