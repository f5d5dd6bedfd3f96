// The roll-out of a new bundle, looked at and moved on: what stations report, and what the
// administrator says, come to the machine (rollout.h) here.
#pragma once

#include <string>
#include <vector>

#include "centre/alarms.h"
#include "centre/programmes.h"
#include "protocol/http.h"

namespace loa::centre {

// A station, and what is known of it now.
struct KnownStation {
  StationRecord station;
  StationState state;
};

// One thread. Blocks on the disk; throws SqlError.
class RolloutDesk {
 public:
  // After a start stations are silent to the centre until they call: so long nothing is judged.
  static constexpr base::Duration kHear = std::chrono::minutes{3};

  // `programmes` outlives it.
  explicit RolloutDesk(Programmes& programmes) : programmes_(programmes) {}

  // Every 15 s.
  void look(const std::vector<KnownStation>& stations, const base::Now& now);
  // POST /v1/admin/programme?stages=1,10,100&settle=SECONDS&failures=PERCENT: a bundle, to all at
  // once without `stages` and `first`, the ids of those that have it from the first stage on.
  // `read`: the bundle.
  protocol::HttpResponse take(const protocol::HttpRequest& request, std::set<std::string> first,
                              const std::vector<KnownStation>& stations, base::Wall now,
                              const ReadBundle& read);
  // POST /v1/admin/rollout: {"do":"continue"}, stop or show. Answers as show().
  protocol::HttpResponse order(const std::string& body, const std::vector<KnownStation>& stations);
  // GET /v1/rollout: how it stands; {"rollout":null} without one.
  protocol::HttpResponse show(const std::vector<KnownStation>& stations);
  // What needs a person: rollout-stopped.
  std::vector<AlarmKey> conditions();

 private:
  Programmes& programmes_;
  std::optional<base::Steady> first_look_;
};

}  // namespace loa::centre
