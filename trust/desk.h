// What the office does: makes the next version of each document. A machine: keys and time come in,
// files are the caller's.
#pragma once

#include "trust/judge.h"

namespace loa::trust {

struct Validity {
  base::Wall issued{};
  base::Wall expires{};
};

// Everything that the office keeps; a document that was not made yet is missing.
struct Records {
  std::vector<Envelope> roots;  // from version 1 on
  std::optional<Envelope> timestamp;
  std::optional<Envelope> snapshot;
  std::map<std::string, Envelope> programmes;  // by name
  std::vector<std::string> weeks;              // the schedules that they name
};

// Throws base::BadInput where a record that is needed cannot be read.
Root last_root(const Records& records);
// The programme of this name with the next version, to be changed and sealed; an empty first one
// if there is none.
Programme next_programme(const Records& records, const std::string& name, Validity validity);

// The station's own week takes the place of what `week` names for the same stations.
void put_week(Programme& programme, SignedWeek week);

// Snapshot and timestamp of the programmes as they are now, each signed by its key, and all of it
// as a bundle.
Bundle seal(Records& records, const Signer& snapshot_signer, Validity snapshot,
            const Signer& timestamp_signer, Validity timestamp);

// For a station that nobody else signs for: one key has every role.
Envelope own_root(const base::SigningKey& key, Validity validity);
// The next bundle of that key, after what is trusted: of one week, for the stations and with the
// media that `said` names.
Bundle own_bundle(const base::SigningKey& key, const Trusted& trusted, const std::string& week,
                  SignedWeek said, Validity validity);

}  // namespace loa::trust
