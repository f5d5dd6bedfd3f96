// The live commands that the centre passes on. It can give none itself: stations believe the
// signatures alone.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "centre/store.h"
#include "protocol/http.h"
#include "trust/command.h"

namespace loa::centre {

// One thread. Kept in the store, so that whichever centre a station calls offers it.
class Commands {
 public:
  // `store` outlives it.
  explicit Commands(Store& store) : store_(store) {}

  // POST /v1/admin/command: an envelope, kept until it expires.
  protocol::HttpResponse take(const std::string& envelope, base::Wall now);
  // What the station is to be offered now, the oldest first, protocol::kMaxCommands at most.
  std::vector<std::string> due(const std::string& station, base::Wall now);
  // Whether there is anything that due() would give. Asks the store once a second, whoever asks:
  // what another centre took a second ago may be missing.
  bool waits_for(const std::string& station, const base::Now& now);

 private:
  struct Live {
    std::vector<std::string> stations;
    base::Wall not_before{};
    base::Wall expires{};
  };

  Store& store_;
  std::vector<Live> live_;
  std::optional<base::Steady> asked_;  // when live_ was read; nothing: it is to be read
};

}  // namespace loa::centre
