// Which live commands have come from the centre, so that it does not offer them again and again. A
// machine without I/O; the clock comes in.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/time.h"

namespace loa::daemon {

class GotCommands {
 public:
  // Longer than any command is live (trust::kCommandLife).
  static constexpr base::Duration kKept = std::chrono::minutes{3};
  // One that could not be obeyed yet: then it is asked for again.
  static constexpr base::Duration kKeptWhileItMayBeObeyed = std::chrono::seconds{30};

  // False where it has come before, and is not to be looked at again.
  bool is_new(const std::string& id, base::Steady now) const;
  // `settled`: obeyed, or refused for good.
  void note(const std::string& id, bool settled, base::Steady now);
  // protocol::kMaxGot at most, those that are forgotten last.
  std::vector<std::string> ids(base::Steady now);

 private:
  std::map<std::string, base::Steady> until_;
};

}  // namespace loa::daemon
