// The bundle that stations are given.
#include "centre/store.h"
#include "centre/store_columns.h"

namespace loa::centre {

void Store::put_bundle(const KeptBundle& bundle) {
  base::Transaction transaction(database_);
  base::Statement(database_, "DELETE FROM bundle").run();
  base::Statement(database_,
                  "INSERT INTO bundle(fingerprint, version, text, received_ns) VALUES(?, ?, ?, ?)")
      .bind(1, bundle.fingerprint)
      .bind(2, bundle.version)
      .bind(3, bundle.text)
      .bind(4, nanoseconds(bundle.received))
      .run();
  transaction.commit();
}

std::optional<KeptBundle> Store::bundle() {
  base::Statement select(database_, "SELECT fingerprint, version, text, received_ns FROM bundle");
  if (!select.step()) return std::nullopt;
  return KeptBundle{select.text(0), select.integer(1), select.text(2), wall(select.integer(3))};
}

}  // namespace loa::centre
