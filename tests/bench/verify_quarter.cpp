// How long it takes to look through a station's quarter: 90 days of 40 plays, 4 rows each, as a
// station that is always connected sends them, a batch for each row, and signed.
//   verify_quarter [DATABASE]     SQLite in a temporary folder, or an empty PostgreSQL (URI)
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <functional>

#include "base/clock.h"
#include "centre/ingest.h"
#include "centre/sql_postgres.h"
#include "centre/sql_sqlite.h"
#include "centre/verify.h"
#include "support/made_record.h"

namespace {

using namespace loa;

constexpr int kDays = 90;
constexpr std::uint64_t kRecordsADay = 4;  // of 10 plays each
constexpr int kRounds = 5;
const base::Wall kBegin(std::chrono::seconds(1'790'000'000 / 86'400 * 86'400));

std::vector<journal::Row> made(const std::string& station) {
  std::vector<loa::testing::MadeRecord> records;
  for (std::uint64_t seed = 1; seed <= kRecordsADay; ++seed) records.emplace_back(seed, kBegin);
  std::vector<journal::Row> rows;
  for (int day = 0; day < kDays; ++day)
    for (auto& record : records)
      for (auto& row : record.day()) rows.push_back(std::move(row));
  std::ranges::stable_sort(rows, {}, &journal::Row::wall);
  loa::testing::number(rows, station);
  return rows;
}

std::string view_of(const std::array<unsigned char, 32>& key) { return {key.begin(), key.end()}; }

void send(centre::Store& store, centre::Ingest& ingest, const base::SigningKey& key,
          const std::vector<journal::Row>& rows) {
  // One commit for all of them: what is measured comes later.
  store.prepare_month(kBegin);
  transact(store.sql(), [&] {
    for (const auto& row : rows) {
      protocol::JournalBatch batch{row.station, {row}, false};
      batch.checkpoint = protocol::signed_with(
          key, row.station, {row.epoch, row.seq, row.hash, row.boot, row.wall, row.quality, ""});
      base::Now now;
      now.wall = kBegin + std::chrono::seconds(row.seq);
      ingest.accept(batch, now);
    }
  });
}

struct Took {
  double ms = 0;
  double own_ms = 0;  // this process's processor time: beside others at work the rest is theirs
};

Took time_of(const std::function<void()>& work) {
  const auto begin = base::steady_now();
  const auto own = std::clock();
  work();
  return {std::chrono::duration<double, std::milli>(base::steady_now() - begin).count(),
          1000.0 * static_cast<double>(std::clock() - own) / CLOCKS_PER_SEC};
}

void measure(std::unique_ptr<centre::Sql> sql) {
  centre::Store store(std::move(sql));
  const auto key = base::SigningKey::generate();
  const auto station = protocol::station_id_of(view_of(key.public_key));
  store.put_station({station, "Xã", view_of(key.public_key), kBegin});
  centre::RecordLog log(store, key);
  centre::Ingest ingest(store, &log);
  const auto rows = made(station);
  send(store, ingest, key, rows);
  std::vector<Took> took;
  for (int i = 0; i < kRounds; ++i)
    took.push_back(time_of([&] {
      const auto found = verify(store, {station});
      if (!found.findings.empty() || found.rows != rows.size())
        throw std::runtime_error("the record is not found right");
    }));
  std::ranges::sort(took, {}, &Took::ms);
  const auto& middle = took[kRounds / 2];
  fmt::print(R"({{"rows": {}, "entries": {}, "ms": {:.0f}, "worst_ms": {:.0f}, "own_ms": {:.0f}}})"
             "\n",
             rows.size(), store.log_edge().first, middle.ms, took.back().ms, middle.own_ms);
}

}  // namespace

int main(int argc, char** argv) {
  const auto folder = std::filesystem::temp_directory_path() / ("verify-" + base::random_hex(4));
  std::filesystem::create_directory(folder);
  int code = 0;
  try {
    if (argc > 1)
      measure(std::make_unique<centre::PostgresSql>(argv[1]));
    else
      measure(std::make_unique<centre::SqliteSql>(folder / "centre.db"));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "verify_quarter: %s\n", error.what());
    code = 1;
  }
  std::filesystem::remove_all(folder);
  return code;
}
