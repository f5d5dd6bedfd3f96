// The station's board: takes the slogans that the week wants and knows which picture stands now.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/timers.h"
#include "daemon/station.h"
#include "signs/gif.h"
#include "signs/screen.h"

namespace date {
class time_zone;
}

namespace loa::daemon {

// One thread, that of `timers`.
class SloganBoard {
 public:
  // `timers` outlives it; `zone` is an IANA name. Throws std::runtime_error if a font is missing.
  // Without a board the board is simulated: its picture is drawn when somebody looks.
  SloganBoard(signs::ScreenSettings settings, std::unique_ptr<signs::Board> board,
              base::Timers& timers, const std::string& zone);
  ~SloganBoard();
  SloganBoard(const SloganBoard&) = delete;
  SloganBoard& operator=(const SloganBoard&) = delete;

  // What is due from now on, and the title of what is on the air ("" for nothing). The same again
  // changes nothing.
  void show(const std::vector<DueSlogan>& slogans, const std::string& on_air);

  // Every pixel as it stands now: as the board says where that differs from what it was given.
  signs::Bitmap picture();
  // The pictures from now on for `length`, or until another slogan falls due; at most 20 a second.
  std::vector<signs::GifFrame> motion(base::Duration length);
  // The words whose pixels stand on the board now; "" if it is blank.
  std::string text();
  int brightness();  // percent
  // Whether the board itself confirmed the picture, or it is assumed; what is wrong with it.
  signs::BoardHealth health() const { return board_->health(); }
  // What an operator must be told: "board-silent", "board-refused", "board-differs".
  std::vector<std::string> faults() const;
  const signs::Geometry& geometry() const { return screen_.geometry(); }

 private:
  signs::Moment moment(const base::Now& now) const;
  signs::Moment moment() const { return moment(timers_.now()); }
  void drive();
  void hand_over(const signs::Moment& now);

  base::Timers& timers_;
  const date::time_zone* zone_;
  signs::Screen screen_;
  bool simulated_;
  std::unique_ptr<signs::Board> board_;
  std::string on_air_;
  std::optional<signs::Passage> running_;  // what the board runs by itself
  std::optional<int> brightness_;          // what it was told last
  base::Timers::Id timer_ = 0;
};

}  // namespace loa::daemon
