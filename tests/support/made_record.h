// A record as a commune's station makes it, from a seed: 40 rows a day, ten plays of an intent, two
// items and a result. The chime before each is the same file every day; half of what follows it is
// a bulletin that was never played before. Clocks, levels and start errors have the noise that real
// ones have, as it is what a record's size is made of.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "journal/row.h"

namespace loa::testing {

class MadeRecord {
 public:
  static constexpr int kPlaysADay = 10;
  static constexpr int kRowsADay = 4 * kPlaysADay;

  // `begin`: the midnight before its first day.
  MadeRecord(std::uint64_t seed, base::Wall begin) : random_(seed), day_(begin) {}

  // The next day's rows, without what a journal fills in: station, epoch, seq, boot and the hashes.
  std::vector<journal::Row> day();

 private:
  // In nanoseconds.
  std::int64_t chance(std::int64_t least, std::int64_t most);
  double level(double mean, double spread);
  journal::Row row(journal::Kind kind, int play, base::Wall wall);
  journal::Row item(int play, base::Wall due, bool chime);
  void add_play(int play, std::vector<journal::Row>& rows);

  std::mt19937_64 random_;
  base::Wall day_;
};

// Fills station, epoch, seq, boot and the hashes, as the journal does.
void number(std::vector<journal::Row>& rows, const std::string& station, std::uint64_t epoch = 1);

}  // namespace loa::testing
