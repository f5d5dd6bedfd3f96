// Brings the record and the state to the centre: batches until it has all, a status every 30 s. One
// that takes live commands leaves the status with the centre, which answers it once it has one.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/timers.h"
#include "daemon/link.h"
#include "journal/journal.h"
#include "protocol/messages.h"

namespace loa::daemon {

struct UplinkSettings {
  std::string station;
  std::string boot;
  // First contact after boot falls into this window, at a place made of station and boot, so that a
  // province whose power returns does not storm the centre. Until the centre has told another,
  // which is kept in the journal for the next boot.
  base::Duration first_contact_window = std::chrono::seconds{60};
  base::Duration status_every = std::chrono::seconds{30};
  // With which checkpoints are signed: of each batch, and of the newest row once a day. Outlives
  // the uplink; null: nothing is signed.
  const base::SigningKey* key = nullptr;
  // Gives the key (32 bytes) by which the centre's receipts are checked; "" or null: none is known.
  std::function<std::string()> centre_key = nullptr;
};

struct UplinkView {
  bool connected = false;  // the last exchange was answered
  std::optional<base::Wall> last_answer;
  std::string last_error;  // "" if none
  std::uint64_t unacknowledged = 0;
  // "receipt-wrong" for a day after the centre's receipt was not of the rows that it was sent.
  std::vector<std::string> faults;
};

class Uplink {
 public:
  // `status` makes the report when one is due. All ports outlive the uplink. One thread.
  Uplink(UplinkSettings settings, base::Timers& timers, Link& link, journal::Journal& journal,
         std::function<protocol::StatusReport()> status);
  ~Uplink();
  void start();
  // Rows were recorded, or the state changed: said soon, not at once (200 ms).
  void nudge();
  UplinkView view() const;
  // Called when the acknowledgement moved or the connection state changed.
  void on_change(std::function<void()> callback);
  // Fetches the bundle that the centre names (trust::fingerprint) whenever `have` names another,
  // and hands it to `take`. What was handed over once is not fetched again, though it was refused.
  void fetch_programmes(std::function<std::string()> have,
                        std::function<void(const std::string& bundle)> take);
  // Before start(): listens to the centre's live commands. Called with each once; with one that was
  // not settled (obeyed, or refused for good), or could not be remembered, again 30 s later.
  void on_command(std::function<bool(const std::string& envelope)> obey);
  // Called with the time in each of the centre's answers that has one, whoever signed it.
  void on_time(std::function<void(const protocol::SignedTime& time)> told);
  // Called at each answer that says whether the centre knows the station (it does not: HTTP 401).
  void on_known(std::function<void(bool known)> callback);
  // Called once for each row that the centre has put aside, as it is not what its hash says.
  void on_row_refused(std::function<void(std::uint64_t epoch, std::uint64_t seq)> callback);
  // Called when the centre wants another certificate of the station before it takes anything.
  void on_certificate_wanted(std::function<void()> callback);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace loa::daemon
