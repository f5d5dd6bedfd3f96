// What a station's signed requests come to: the answer to a journal batch and to a status report.
#pragma once

#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "centre/admission.h"
#include "centre/air_watch.h"
#include "centre/commands.h"
#include "centre/fleet.h"
#include "centre/hall.h"
#include "centre/ingest.h"
#include "centre/metrics.h"
#include "centre/programmes.h"
#include "centre/read_batch.h"
#include "protocol/http.h"

namespace loa::centre {

// What is too long for the loop. It is done on another thread, without anything of the centre's but
// files or a connection of its own, and gives the answer.
struct Later {
  std::function<protocol::HttpResponse()> work;
  bool reads = false;  // the database only: nothing else is to wait for it
};

// What gives its answer on the loop when it has one: passwords are looked at elsewhere.
struct Answering {
  std::function<void(const protocol::HttpReply&)> start;
};

// What a request comes to: its answer, or who is to be given one when there is something for him,
// or what gives it.
using Outcome = std::variant<protocol::HttpResponse, Listener, Later, Answering>;

// One thread; blocks on the disk; throws SqlError where that refuses. `station` has been
// authenticated before.
class Intake {
 public:
  // `key` is the centre's own. All of it outlives this.
  Intake(Store& store, RecordLog& log, AlarmDesk& alarms, Fleet& fleet, Programmes& programmes,
         AirWatch& air, Commands& commands, Metrics& metrics, const Admission& admission,
         const base::SigningKey& key)
      : store_(store),
        ingest_(store, &log, &alarms),
        checkpoints_(store),
        fleet_(fleet),
        programmes_(programmes),
        air_(air),
        commands_(commands),
        metrics_(metrics),
        admission_(admission),
        key_(key) {}

  protocol::HttpResponse journal(const StationRecord& station, const ReadBatch& read,
                                 const base::Now& now);
  // A station that listens is to wait while there is nothing for it that it has not got.
  Outcome status(const StationRecord& station, const std::string& body, const base::Now& now);
  // What those who sent reports are told now, in their order.
  std::vector<protocol::HttpResponse> tell(const std::vector<Listener>& stations,
                                           const base::Now& now);
  // Writes what of the fleet's state is due, or, at the end, all that is not on the disk yet.
  void keep_reports(const base::Now& now, bool at_end);

 private:
  // Of a batch what has been stored, now or before.
  void look_for_sound(const std::string& station, const protocol::JournalBatch& batch,
                      const BatchResult& result, base::Wall now);
  void take_checkpoint(const StationRecord& station, const protocol::Checkpoint& checkpoint,
                       base::Wall now);

  Store& store_;
  Ingest ingest_;
  Checkpoints checkpoints_;
  Fleet& fleet_;
  Programmes& programmes_;
  AirWatch& air_;
  Commands& commands_;
  Metrics& metrics_;
  const Admission& admission_;
  const base::SigningKey& key_;
};

// Nothing where the body is no object with that text in it.
std::optional<std::string> text_member(const std::string& body, const char* name);
// The time, signed for a station; nothing while nothing disciplines the centre's own clock.
std::optional<protocol::SignedTime> time_for(const std::string& station,
                                             const base::SigningKey& key, const base::Now& now);

// {"error": code}, and what is wrong with what was sent: {"error": code, "detail": sentence}.
protocol::HttpResponse refusal(int status, const std::string& code);
protocol::HttpResponse refusal(int status, const std::string& code, const base::Problem& problem);
// What became of a batch, in words for the station that sent it.
protocol::HttpResponse journal_answer(const BatchResult& result);
// 503, with Retry-After: after so long, in whole seconds.
protocol::HttpResponse come_again(const std::string& code, base::Duration pause);

}  // namespace loa::centre
