#include "centre/verify.h"

#include <algorithm>
#include <limits>
#include <map>

#include "centre/epoch_check.h"
#include "centre/log_check.h"
#include "protocol/messages.h"

namespace loa::centre {
namespace {

constexpr std::size_t kRowsAtOnce = 2000;
constexpr std::uint64_t kEntriesAtOnce = 1024;
constexpr auto kNoLast = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
constexpr std::uint64_t kNearby = 2000;  // rows to either side, among which one may have been moved

using Batches = std::vector<protocol::LoggedBatch>;

// Nothing where the columns beside it say something else.
std::optional<protocol::LoggedBatch> batch_of(const KeptEntry& kept) {
  auto batch = protocol::logged_batch_from(kept.log.entry);
  const bool same = batch && batch->station == kept.station && batch->epoch == kept.epoch &&
                    batch->first == kept.first && batch->first <= batch->last;
  return same ? batch : std::nullopt;
}

LogLeaf leaf_of(const KeptEntry& kept) {
  return {kept.log.index, trust::leaf_hash(kept.log.entry)};
}

Finding entry_finding(std::uint64_t index) {
  Finding finding;
  finding.wrong = Wrong::entry;
  finding.entry = index;
  return finding;
}

class Verifier {
 public:
  Verifier(Store& store, const VerifyWanted& wanted) : store_(store), wanted_(wanted) {
    if (store_.log_key().empty()) return;  // a centre that never ran
    auto [size, peaks] = store_.log_edge();
    edge_ = {size, std::move(peaks)};
  }

  Verified run() {
    check_log();
    if (!wanted_.station.empty()) {
      check_station(wanted_.station);
    } else {
      for (const auto& station : store_.stations_on_record()) check_station(station);
    }
    return std::move(found_);
  }

 private:
  bool whole() const { return wanted_.station.empty() && !wanted_.taken; }

  void add(Finding finding, const std::string& station, std::uint64_t epoch) {
    finding.station = station;
    finding.epoch = epoch;
    found_.findings.push_back(std::move(finding));
  }

  void add_refined(const Finding& finding, const std::string& station, std::uint64_t epoch) {
    add(refined(finding, nearby(station, epoch, finding)), station, epoch);
  }

  void check_log() {
    auto wrong = store_.log_hole(edge_.size());
    log_whole_ = !wrong;
    if (whole()) wrong = first_of(wrong, wrong_entry_of_all());
    if (wrong) found_.findings.push_back(entry_finding(*wrong));
    log_fine_ = !wrong;
    if (!wanted_.head || continues(store_, edge_, *wanted_.head)) return;
    found_.findings.push_back({});
    found_.findings.back().wrong = Wrong::kept_head;
  }

  static std::optional<std::uint64_t> first_of(std::optional<std::uint64_t> a,
                                               std::optional<std::uint64_t> b) {
    return a && b ? std::min(*a, *b) : (a ? a : b);
  }

  std::optional<std::uint64_t> wrong_entry_of_all() {
    for (std::uint64_t first = 0; first < edge_.size(); first += kEntriesAtOnce)
      if (const auto wrong = wrong_entry_in(store_.kept_entries(first, kEntriesAtOnce)))
        return wrong;
    return std::nullopt;
  }

  std::optional<std::uint64_t> wrong_entry_in(const std::vector<KeptEntry>& entries) {
    std::vector<LogLeaf> leaves;
    std::optional<std::uint64_t> wrong;
    for (const auto& kept : entries) {
      leaves.push_back(leaf_of(kept));
      if (!batch_of(kept)) wrong = first_of(wrong, kept.log.index);
    }
    return first_of(wrong, first_out_of_tree(store_, edge_, leaves));
  }

  bool is_wanted(const protocol::LoggedBatch& batch) const {
    const auto& taken = wanted_.taken;
    return !taken || (batch.received >= taken->first && batch.received < taken->second);
  }

  // By epoch; nothing where one of them is not as the log has it.
  std::optional<std::map<std::uint64_t, Batches>> batches_of(const std::string& station) {
    auto entries = store_.kept_entries(station);
    std::map<std::uint64_t, Batches> batches;
    std::vector<KeptEntry> asked;
    for (auto& kept : entries) {
      const auto batch = batch_of(kept);
      if (batch && !is_wanted(*batch)) continue;
      if (batch) batches[batch->epoch].push_back(*batch);
      asked.push_back(std::move(kept));
    }
    found_.entries += asked.size();
    if (whole() && log_fine_) return batches;
    const auto wrong = wrong_entry_in(asked);
    if (!wrong) return batches;
    if (!whole()) add(entry_finding(*wrong), station, 0);
    return std::nullopt;
  }

  void check_station(const std::string& station) {
    ++found_.stations;
    const auto key = key_of(station);
    const auto batches = batches_of(station);
    for (const auto epoch : store_.epochs_on_record(station)) {
      const auto logged = batches && batches->contains(epoch) ? batches->at(epoch) : Batches{};
      if (wanted_.taken && logged.empty()) continue;
      if (check_rows(station, epoch, logged, log_whole_ && batches))
        check_checkpoint(station, epoch, key);
    }
  }

  // By which it signs; "" where that is not known. The centre's own record is named like its log.
  std::string key_of(const std::string& station) {
    const auto log = trust::log_key_from(store_.log_key());
    if (log && log->name == station && trust::centre_log(log->key).name == station)
      return {log->key.begin(), log->key.end()};
    const auto record = store_.station(station);
    const bool known = record && protocol::station_id_of(record->public_key) == station;
    return known ? record->public_key : "";
  }

  std::optional<Head> head_before(const std::string& station, std::uint64_t epoch,
                                  std::uint64_t first) {
    if (first <= 1) return std::nullopt;
    const auto rows = store_.stored_rows(station, epoch, first - 1, first - 1, 1);
    if (rows.empty()) return std::nullopt;
    return Head{rows[0].row.seq, rows[0].row.hash};
  }

  bool check_rows(const std::string& station, std::uint64_t epoch, const Batches& batches,
                  bool all) {
    const auto first = wanted_.taken ? batches.front().first : 0;
    const auto last = wanted_.taken ? batches.back().last : kNoLast;
    EpochCheck check(batches, head_before(station, epoch, first), all);
    const bool fine = take_rows(station, epoch, first, last, check) && check.finish();
    found_.unlogged += check.unlogged();
    if (!fine) {
      add_refined(*check.finding(), station, epoch);
      return false;
    }
    return wanted_.taken ? true : check_head(station, epoch, check.newest());
  }

  bool take_rows(const std::string& station, std::uint64_t epoch, std::uint64_t first,
                 std::uint64_t last, EpochCheck& check) {
    for (;;) {
      const auto rows = store_.stored_rows(station, epoch, first, last, kRowsAtOnce);
      for (const auto& row : rows) {
        ++found_.rows;
        if (!check.take(row)) return false;
      }
      if (rows.size() < kRowsAtOnce) return true;
      first = rows.back().row.seq + 1;
    }
  }

  std::vector<StoredRow> nearby(const std::string& station, std::uint64_t epoch,
                                const Finding& finding) {
    const auto first = finding.first > kNearby ? finding.first - kNearby : 0;
    return store_.stored_rows(station, epoch, first, finding.last + kNearby, 3 * kNearby);
  }

  bool check_head(const std::string& station, std::uint64_t epoch,
                  const std::optional<Head>& newest) {
    const auto noted = store_.head(station, epoch);
    if (!noted && !newest) return true;
    if (noted && newest && noted->seq == newest->seq && noted->hash == newest->hash) return true;
    const auto seq = newest ? newest->seq : 0;
    if (noted && noted->seq > seq)
      add({Wrong::removed, "", 0, seq + 1, noted->seq}, station, epoch);
    else
      add({Wrong::head, "", 0, noted ? noted->seq : 0, noted ? noted->seq : 0}, station, epoch);
    return false;
  }

  // What the station has signed of rows that have not arrived yet is for later.
  void check_checkpoint(const std::string& station, std::uint64_t epoch,
                        const std::string& public_key) {
    const auto kept = store_.checkpoint(station, epoch);
    if (!kept && !public_key.empty()) {
      ++found_.unsigned_epochs;
      return;
    }
    const auto seq = kept ? kept->checkpoint.seq : 0;
    if (!kept || public_key.empty() || !is_signed_by(public_key, station, kept->checkpoint))
      return add({Wrong::checkpoint, "", 0, seq, seq}, station, epoch);
    const auto rows = store_.stored_rows(station, epoch, seq, seq, 1);
    if (!rows.empty() && rows[0].row.hash != kept->checkpoint.hash)
      add_refined({Wrong::changed, "", 0, 1, seq}, station, epoch);
  }

  Store& store_;
  const VerifyWanted& wanted_;
  trust::MerkleEdge edge_;
  bool log_whole_ = true;  // no entry of it is missing
  bool log_fine_ = true;   // and each one that was looked at is where the tree has it
  Verified found_;
};

}  // namespace

Verified verify(Store& store, const VerifyWanted& wanted) { return Verifier(store, wanted).run(); }

}  // namespace loa::centre
