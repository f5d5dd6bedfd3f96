// The oracles.
#include "tests/simulation/oracles.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "tests/simulation/mix_oracle.h"
#include "tests/simulation/week.h"

namespace loa::simulation {

using journal::Kind;
using journal::Row;

namespace {

std::string key_of(const std::string& occurrence) {
  return occurrence.substr(occurrence.find('/') + 1);
}

std::vector<Row> all_rows(journal::Journal& journal) {
  std::vector<Row> rows;
  for (;;) {
    const auto [epoch, seq] = rows.empty() ? std::pair<std::uint64_t, std::uint64_t>{0, 0}
                                           : std::pair{rows.back().epoch, rows.back().seq};
    std::vector<Row> more = journal.after(epoch, seq, 5000);
    if (more.empty()) return rows;
    rows.insert(rows.end(), more.begin(), more.end());
  }
}

class Judge {
 public:
  Judge(const Evidence& evidence, Findings& findings)
      : evidence_(evidence), findings_(findings), rows_(all_rows(evidence.station.journal())) {}

  void each_due_occurrence_has_exactly_one_result() {
    std::map<std::string, int> results;
    std::set<std::string> played;
    for (const Row& row : rows_) {
      if (row.kind != Kind::result) continue;
      ++results[key_of(row.occurrence)];
      if (row.reason.empty()) says("a result without a reason: " + row.occurrence);
      if (row.outcome == journal::Outcome::played) played.insert(key_of(row.occurrence));
    }
    const schedules::Timetable timetable(example_week(1));
    for (const auto& occurrence : timetable.starting_in(evidence_.from, evidence_.to)) {
      ++findings_.occurrences;
      findings_.played += played.count(occurrence.key());
      if (!results.contains(occurrence.key())) says("no result for " + occurrence.key());
    }
    for (const auto& [key, count] : results) {
      if (count > 1) says(fmt::format("{} results for {}", count, key));
    }
  }

  void no_intent_stays_open() {
    for (const Row& row : evidence_.station.journal().open_intents()) {
      if (row.nominal < evidence_.to) says("an intent without a result: " + row.occurrence);
    }
  }

  // By the clock that the station had when the occurrence began to sound: what is on the air goes
  // on by the steady clock, whatever the wall clock does meanwhile.
  void nothing_sounds_outside_an_occurrence() {
    const schedules::Timetable timetable(example_week(1));
    const std::vector<Heard> all = in_order();
    base::Wall wall{};
    for (std::size_t i = 0; i < all.size(); ++i) {
      const bool goes_on = i > 0 && all[i].from - all[i - 1].to < std::chrono::seconds{10};
      wall = goes_on ? wall + (all[i].from - all[i - 1].from) : all[i].wall;
      if (all[i].source == "by-hand") continue;
      if (inside(timetable, all[i], wall) || inside(timetable, all[i], all[i].wall)) continue;
      says(fmt::format("{} sounded outside, at {}", all[i].source, base::to_rfc3339(wall)));
    }
  }

  void one_programme_at_a_time_or_one_low_under_the_other() {
    const auto low = evidence_.station.low();
    for (auto& fault : mix_faults(in_order(), low, evidence_.station.cued()))
      says(std::move(fault));
    findings_.lowered = low.size();
  }

  void the_centre_has_what_the_station_has() {
    const std::uint64_t waiting = evidence_.station.journal().unacknowledged();
    if (waiting != 0) says(fmt::format("{} rows never reached the centre", waiting));
    const std::string wrong = evidence_.centre.compare(rows_);
    if (!wrong.empty()) says(wrong);
  }

  void the_chain_verifies() {
    const auto verified = journal::verify(evidence_.station.journal_path());
    if (!verified.ok)
      says(fmt::format("the chain breaks at {}: {}", verified.bad_seq, verified.why));
  }

  void digest() {
    base::Sha256Stream all;
    for (const Row& row : rows_) all.add(base::to_hex(row.hash));
    findings_.digest = base::to_hex(all.finish());
  }

 private:
  std::vector<Heard> in_order() const {
    std::vector<Heard> heard = evidence_.station.heard();
    std::sort(heard.begin(), heard.end(),
              [](const Heard& a, const Heard& b) { return a.from < b.from; });
    return heard;
  }

  static bool inside(const schedules::Timetable& timetable, const Heard& heard, base::Wall wall) {
    const auto near =
        timetable.starting_in(wall - std::chrono::minutes{95}, wall + std::chrono::seconds{1});
    return std::any_of(near.begin(), near.end(), [&](const auto& o) {
      // A late start may shift by its grace; a stop fades.
      const auto grace = std::chrono::seconds{o.slot->late_rule.grace.count() + 1};
      return wall >= o.start && wall + (heard.to - heard.from) <= o.end + grace;
    });
  }

  void says(std::string what) {
    constexpr std::size_t kEnough = 20;
    if (findings_.broken.size() < kEnough) findings_.broken.push_back(std::move(what));
  }

  const Evidence& evidence_;
  Findings& findings_;
  std::vector<Row> rows_;
};

}  // namespace

void ask_oracles(const Evidence& evidence, Findings& findings) {
  Judge judge(evidence, findings);
  judge.each_due_occurrence_has_exactly_one_result();
  judge.no_intent_stays_open();
  judge.nothing_sounds_outside_an_occurrence();
  judge.one_programme_at_a_time_or_one_low_under_the_other();
  judge.the_centre_has_what_the_station_has();
  judge.the_chain_verifies();
  judge.digest();
}

}  // namespace loa::simulation
