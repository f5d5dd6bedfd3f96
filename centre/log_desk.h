// What is under /log/: the centre's log for everybody to hold it to its word, and what its
// witnesses say of its heads. docs/protocol.md, The centre's log.
#pragma once

#include "centre/config.h"
#include "centre/record_log.h"
#include "protocol/http.h"

namespace loa::centre {

// One thread; blocks on the disk; throws SqlError.
class LogDesk {
 public:
  // All of it outlives this. Forgets what witnesses have said that are not named any more.
  LogDesk(const std::vector<trust::LogKey>& witnesses, Store& store, RecordLog& log);

  // Whether the path is for everybody: what tells of heads and hashes, not of stations.
  static bool is_open(std::string_view path);
  static bool is_here(std::string_view path);
  // c2sp.org/tlog-tiles, with "key" and a head to come next (checkpoint?after=SIZE) of ours.
  protocol::HttpResponse get(const protocol::HttpRequest& request);
  // POST /log/cosignature: a head of this log, cosigned.
  protocol::HttpResponse take(const protocol::HttpRequest& request, const base::Now& now);

 private:
  protocol::HttpResponse tile(std::string_view path);
  // That the centre's key has signed a head of which the log knows nothing.
  protocol::HttpResponse contradicted(const trust::TreeHead& head, const std::string& peer,
                                      base::Wall now);

  const std::vector<trust::LogKey>& witnesses_;
  Store& store_;
  RecordLog& log_;
};

}  // namespace loa::centre
