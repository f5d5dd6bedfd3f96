// The centre behind the simulated link: real ingest, real store.
#include "tests/simulation/sim_centre.h"

#include <fmt/format.h>

#include "centre/intake.h"
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
    const auto said = centre::journal_answer(ingest.accept(*batch, timers.now()));
    return {said.status, said.body};
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

std::vector<journal::Row> SimCentre::rows(std::size_t limit) {
  return impl_->store.rows_after("st-sim", 0, 0, limit);
}

std::string SimCentre::compare(const std::vector<journal::Row>& rows) {
  const auto kept = this->rows(rows.size() + 1);
  if (kept.size() != rows.size()) {
    return fmt::format("the centre has {} rows, the station {}", kept.size(), rows.size());
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (kept[i] != rows[i]) return fmt::format("row {} differs at the centre", rows[i].seq);
  }
  return "";
}

}  // namespace loa::simulation
