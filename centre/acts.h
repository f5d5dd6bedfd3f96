// What people do at the centre, written down in a record of the centre's own: rows of a journal as
// stations have it, in the same table, chained and logged like theirs and signed by the centre.
// verify() looks through it with the rest. docs/protocol.md, The centre's own record.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "centre/record_log.h"
#include "protocol/http.h"

namespace loa::centre {

struct Act {
  // Stable: tokens, revoke, place, programme, media, rollout, command, alarm-seen, submission…,
  // people/…, login, logout, password.
  std::string what;
  std::string by;         // who, as he says: a name, or "" for whoever has the administrator's key
  std::string peer;       // the address that it came from
  std::string subject;    // whom or what it is about, one line
  std::string body;       // what was asked with it: the record has its SHA-256
  std::string role = {};  // entrance::name_of, of who has logged in by that name; "" for all else
  std::optional<base::Sha256> body_hash = std::nullopt;  // where it is known; then `body` is not
};

// One thread; blocks on the disk; throws SqlError. Several centres may write to one database.
class Acts {
 public:
  // All of it outlives this. The record's station is the log's name.
  Acts(Store& store, RecordLog& log, const base::SigningKey& key)
      : store_(store), log_(log), key_(key) {}

  // Commits that it is asked for, carries it out, and commits what became of it: one of which the
  // end is missing was cut off. Nothing is carried out that could not be written down.
  protocol::HttpResponse carry_out(const Act& act, const base::Now& now,
                                   const std::function<protocol::HttpResponse()>& work);
  // The two halves of it, for what is answered later.
  void begin(const Act& act, const base::Now& now) { write(act, "asked", 0, now); }
  // Also alone, of what is only worth a line when it is over.
  void end(const Act& act, int status, const base::Now& now);
  // GET /v1/acts: the newest rows, the newest first.
  std::string list_json(std::size_t limit);

 private:
  void write(const Act& act, const std::string& state, int status, const base::Now& now);

  Store& store_;
  RecordLog& log_;
  const base::SigningKey& key_;
};

// One row of the record: {"epoch":…,"seq":…,"time":…,"what":…,"state":…,"by":…}.
std::string act_json(const journal::Row& row);

}  // namespace loa::centre
