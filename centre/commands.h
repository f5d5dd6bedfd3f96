// The live commands that the centre passes on. It can give none itself: stations believe the
// signatures alone.
#pragma once

#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "centre/hall.h"
#include "centre/store.h"
#include "protocol/http.h"
#include "trust/command.h"

namespace loa::centre {

// One thread. Kept in the store, so that whichever centre a station calls offers it. What is live
// is in memory too: the store is asked once a second, however many stations wait, so what another
// centre took is known a second later.
class Commands {
 public:
  // `store` outlives it.
  explicit Commands(Store& store) : store_(store) {}

  // POST /v1/admin/command: an envelope, kept until it expires. `commanders`: the root's role as
  // the centre knows it; nothing, and every command counts as one person's.
  protocol::HttpResponse take(const std::string& envelope, base::Wall now,
                              const std::optional<trust::Role>& commanders = std::nullopt);
  // What the station is to be offered now beyond those that it has `got`, the oldest first,
  // protocol::kMaxCommands at most.
  std::vector<std::string> due(const std::string& station, const std::vector<std::string>& got,
                               const base::Now& now);
  // Whether there is anything for it, got or not.
  bool waits_for(const std::string& station, const base::Now& now);
  // Whom those are for whose time has come since this was asked last.
  std::vector<Call> begun(const base::Now& now);

 private:
  struct Live {
    std::string id;
    std::string envelope;
    bool for_all = false;
    std::unordered_set<std::string> stations;
    base::Wall not_before{};
    base::Wall expires{};
    bool called = false;  // begun() has told it

    bool is_for(const std::string& station, base::Wall now) const;
  };

  // Keeps it where there is room, and where one person's alone does not reach too far (reach.h).
  std::optional<protocol::HttpResponse> keep(const KeptCommand& kept, const trust::Command& command,
                                             bool by_one, base::Wall now);
  void follow(const base::Now& now);
  static std::optional<Live> read(const KeptCommand& kept);

  Store& store_;
  std::vector<Live> live_;             // oldest first
  std::optional<base::Steady> asked_;  // when live_ was read; nothing: it is to be read
};

}  // namespace loa::centre
