// The centre behind the simulated link: real ingest, real store.
#include "tests/simulation/sim_centre.h"

#include <fmt/format.h>

#include "centre/ingest.h"
#include "centre/store.h"
#include "protocol/packed_batch.h"

namespace loa::simulation {

struct SimCentre::Impl {
  Impl(const std::filesystem::path& database, base::Timers& clock)
      : store(database), ingest(store), timers(clock) {}

  daemon::LinkAnswer take_rows(const daemon::Letter& letter) {
    const auto batch =
        letter.packed ? protocol::unpack(letter.body) : protocol::journal_batch_from(letter.body);
    if (!batch) return {400, "not a batch"};
    const centre::BatchResult result = ingest.accept(*batch, timers.now());
    const bool fine = result.verdict == centre::BatchVerdict::taken ||
                      result.verdict == centre::BatchVerdict::gap;
    return {fine ? 200 : 409, protocol::to_json(result.ack)};
  }

  centre::Store store;
  centre::Ingest ingest;
  base::Timers& timers;
};

SimCentre::SimCentre(const std::filesystem::path& database, base::Timers& timers)
    : impl_(std::make_unique<Impl>(database, timers)) {}

SimCentre::~SimCentre() = default;

daemon::LinkAnswer SimCentre::answer(const daemon::Letter& letter) {
  if (letter.path == "/v1/journal") return impl_->take_rows(letter);
  return {protocol::status_report_from(letter.body) ? 200 : 400, "{}"};
}

std::string SimCentre::compare(const std::vector<journal::Row>& rows) {
  const auto kept = impl_->store.rows_after("st-sim", 0, 0, rows.size() + 1);
  if (kept.size() != rows.size()) {
    return fmt::format("the centre has {} rows, the station {}", kept.size(), rows.size());
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (kept[i] != rows[i]) return fmt::format("row {} differs at the centre", rows[i].seq);
  }
  return "";
}

}  // namespace loa::simulation
