// Which requests a centre takes when more come than it can answer, and when the others come again:
// a machine without I/O.
#pragma once

#include <cstddef>
#include <optional>

#include "base/time.h"

namespace loa::centre {

enum class Urgency {
  ordinary,
  at_once,  // live commands and the administrator: never refused, and before all others
};

class Admission {
 public:
  // Of those that were received whole and are not answered yet.
  static constexpr std::size_t kMostWaiting = 512;
  // However few they are: nobody's patience (20 s at a station) may end while he waits.
  static constexpr base::Duration kLongestWait = std::chrono::seconds{3};
  static constexpr base::Duration kLeastPause = std::chrono::seconds{1};
  static constexpr base::Duration kMostPause = std::chrono::minutes{10};
  static constexpr base::Duration kMostWindow = std::chrono::hours{1};

  // Nothing where the request is taken, behind `waiting` others; else how long its sender is to
  // stay away. Each who is refused gets a place of his own behind those that were refused before,
  // as far apart as the centre can answer.
  std::optional<base::Duration> refuse(Urgency urgency, std::size_t waiting, base::Steady now);
  // The same for one who is sent away in any case.
  base::Duration send_away(std::size_t waiting, base::Steady now);
  // An ordinary request was answered, and took the centre this long.
  void answered(base::Duration took);

  // What a new connection takes it; unless told, as much as an answer.
  void connection_takes(base::Duration cost) { connection_ = cost; }

  // Over how long `stations` that come back at one time are to spread, so that they take a third of
  // what the centre can do: each sends its rows, its status, and is given a connection.
  base::Duration first_contact_window(std::size_t stations) const;
  // What an answer takes, as a mean over the last ones.
  base::Duration usual() const { return usual_; }

 private:
  base::Duration usual_ = std::chrono::milliseconds{5};
  base::Duration connection_{0};
  base::Steady next_place_{};
};

}  // namespace loa::centre
