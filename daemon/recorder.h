// Writes the record: rows for what is about to sound, what sounded and what happened.
#pragma once

#include <deque>
#include <functional>
#include <string>

#include "daemon/player.h"
#include "daemon/proof_tally.h"
#include "journal/journal.h"
#include "schedules/timetable.h"

namespace loa::daemon {

// Of whom a row speaks.
struct Subject {
  std::string occurrence;
  std::string title;
  std::string area;
  std::optional<base::Wall> nominal;
  int level = 3;
  std::string rules =
      {};  // "exempt" or "override" where the policy did not hold; in the result's row
};

// All of an occurrence that has sounded so far.
struct Tally {
  std::uint64_t frames_due = 0;
  std::uint64_t frames_played = 0;
  std::uint64_t frames_dropped = 0;
  std::uint64_t underruns = 0;
  float peak = 0.0F;
  ProofTally proof = {};
  base::Duration lowered{0};  // for how long something sounded over it
  int items = 0;
  int items_failed = 0;
  std::string first_failure;                  // reason of the first item that failed
  std::optional<base::Duration> start_error;  // of the first sound against its due time

  void add(const ItemPlayed& item);
  // An item row that an earlier boot wrote.
  void add_recorded(const journal::Row& row);
};

// How an occurrence that was on the air, or should have been, ended.
struct Ending {
  journal::Outcome outcome = journal::Outcome::none;
  std::string reason;
};
// `why` is the reason for which it left the air: "completed", or what the arbiter or operator said.
Ending judge(const Tally& tally, const std::string& why);

// One thread. Blocks on the journal. Rows that a full disk refused wait in memory, at most
// kPending, and are written in order when there is space again; intents do not wait.
class Recorder {
 public:
  static constexpr std::size_t kPending = 10'000;  // beyond it the oldest row is lost
  static constexpr std::size_t kCommit = 500;

  explicit Recorder(journal::Journal& journal) : journal_(journal) {}

  // False if the disk is full: nothing may sound then, except emergency.
  bool intent(const base::Now& now, const Subject& subject);
  void item(const base::Now& now, const Subject& subject, const ItemPlayed& item);
  void result(const base::Now& now, const Subject& subject, const Tally& tally,
              const Ending& ending);
  // Many results at once, in one commit.
  void missed(const base::Now& now, const std::vector<Subject>& subjects,
              const std::string& reason);
  void event(const base::Now& now, const std::string& what, const std::string& detail_json = "");

  // Tries again what waits. True if nothing waits any more.
  bool flush();
  bool disk_full() const { return disk_full_; }
  // Whether a result for this key is still waiting to be written.
  bool pending_result(const std::string& key) const;
  void on_recorded(std::function<void()> callback) { recorded_ = std::move(callback); }

 private:
  journal::Row row(const base::Now& now, journal::Kind kind, const Subject& subject) const;
  void write(std::vector<journal::Row> rows);

  journal::Journal& journal_;
  std::deque<journal::Row> pending_;
  bool disk_full_ = false;
  std::function<void()> recorded_;
};

}  // namespace loa::daemon
