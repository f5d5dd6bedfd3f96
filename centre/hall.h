// Where stations wait for live commands: their reports, with the answers that are owed to them. A
// machine without I/O; the clock comes in.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/time.h"
#include "protocol/http.h"

namespace loa::centre {

// A station that waits.
struct Listener {
  std::string station;
  std::vector<std::string> got;  // of protocol::Listening
  base::Steady until{};
};

// Whom a live command is for.
struct Call {
  std::string id;  // the command's
  bool all = false;
  std::vector<std::string> stations;
};

class Hall {
 public:
  struct Waiting {
    Listener listener;
    protocol::HttpReply reply;
  };

  // A station waits once: one that comes again, over another connection, has its turn before.
  void enter(Listener listener, protocol::HttpReply reply);
  // Those whom it is for have their turn, as far as they wait and have not got it.
  void call(const Call& call);
  void call_all();
  // Those whose time is over have their turn.
  void look(base::Steady now);
  // The next ones whose turn it is, in its order, `most` of them at most. They have left.
  std::vector<Waiting> next(std::size_t most);
  std::size_t turns() const { return turns_.size(); }
  // When the first one's time is over.
  std::optional<base::Steady> next_end() const;
  // How many wait whose turn it is not yet.
  std::size_t size() const { return by_station_.size(); }

 private:
  using ByEnd = std::multimap<base::Steady, Waiting>;
  void give_turn(ByEnd::iterator waiting);
  void call_one(ByEnd::iterator waiting, const std::string& id);

  ByEnd by_end_;
  std::unordered_map<std::string, ByEnd::iterator> by_station_;
  std::deque<Waiting> turns_;
};

}  // namespace loa::centre
