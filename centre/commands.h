// The live commands that the centre passes on. It can give none itself: stations believe the
// signatures alone.
#pragma once

#include <string>
#include <vector>

#include "protocol/http.h"
#include "trust/command.h"

namespace loa::centre {

// One thread. In memory: a command lives two minutes.
class Commands {
 public:
  // POST /v1/admin/command: an envelope, kept until it expires.
  protocol::HttpResponse take(const std::string& envelope, base::Wall now);
  // What the station is to be offered now, the oldest first, protocol::kMaxCommands at most.
  std::vector<std::string> due(const std::string& station, base::Wall now) const;

 private:
  struct Waiting {
    trust::Command command;
    std::string envelope;
  };
  std::vector<Waiting> waiting_;
};

}  // namespace loa::centre
