// How fast the journal appends, opens and answers, as JSON lines. Usage: journal_append [FOLDER],
// which should be on the medium that is to be measured; the temporary folder otherwise.
#include <fmt/core.h>

#include <filesystem>
#include <functional>
#include <utility>

#include "base/clock.h"
#include "base/crypto.h"
#include "journal/journal.h"

namespace {

namespace fs = std::filesystem;
using loa::journal::Journal;
using loa::journal::Kind;
using loa::journal::Row;

constexpr std::size_t kQuarter = 4'000;
constexpr std::size_t kMany = 100'000;

double seconds(const std::function<void()>& action) {
  const auto begin = loa::base::steady_now();
  action();
  return std::chrono::duration<double>(loa::base::steady_now() - begin).count();
}

void report(const std::string& what, double value, const char* unit) {
  fmt::print("{{\"what\": \"{}\", \"value\": {:.1f}, \"unit\": \"{}\"}}\n", what, value, unit);
}

// The rows of `plays` occurrences: an intent, an item, a result.
std::vector<Row> rows_of(std::size_t first, std::size_t plays) {
  std::vector<Row> rows;
  for (std::size_t i = first; i < first + plays; ++i) {
    for (auto kind : {Kind::intent, Kind::item, Kind::result}) {
      Row row;
      row.kind = kind;
      row.occurrence = fmt::format("demo.3/slot-{}/2026-11-23T22:00:00Z", i);
      row.title = "Bản tin phát thanh buổi sáng của xã";
      row.content = std::string(64, 'a');
      row.wall += std::chrono::minutes(i);
      row.evidence = R"({"peak":-3.1,"start_error_us":180})";
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

void fill(Journal& journal, std::size_t rows) {
  const std::size_t have = journal.last_seq() / 3;
  journal.append(rows_of(have, rows / 3 - have));
}

void measure_append(const fs::path& folder, std::size_t batch, std::size_t commits) {
  Journal journal(folder / fmt::format("append-{}.db", batch), "bench", "boot");
  const auto rows = rows_of(0, batch * commits / 3 + 1);
  const double took = seconds([&] {
    for (std::size_t i = 0; i < commits; ++i) {
      const auto from = rows.begin() + static_cast<std::ptrdiff_t>(i * batch);
      journal.append(std::vector<Row>(from, from + static_cast<std::ptrdiff_t>(batch)));
    }
  });
  report(fmt::format("append, {} rows a commit", batch),
         static_cast<double>(batch * commits) / took, "rows/s");
}

// A thousand times.
void ask(const Journal& journal) {
  for (int i = 0; i < 1000; ++i) {
    journal.has_result(fmt::format("slot-{}/2026-11-23T22:00:00Z", i));
  }
}

void measure_reading(const fs::path& path, std::size_t rows) {
  { fill(*std::make_unique<Journal>(path, "bench", "boot"), rows); }
  std::unique_ptr<Journal> journal;
  report(fmt::format("open with {} rows", rows),
         seconds([&] { journal = std::make_unique<Journal>(path, "bench", "boot"); }) * 1e3, "ms");
  report(fmt::format("open_intents of {} rows", rows),
         seconds([&] { journal->open_intents(); }) * 1e3, "ms");
  report(fmt::format("has_result in {} rows", rows), seconds([&] { ask(*journal); }) * 1e3, "us");
  report(fmt::format("verify {} rows", rows), seconds([&] { loa::journal::verify(path); }) * 1e3,
         "ms");
}

void measure_salvage(const fs::path& path) {
  fs::resize_file(path, fs::file_size(path) - 1);
  std::unique_ptr<Journal> journal;
  report(fmt::format("open and salvage {} rows", kQuarter),
         seconds([&] { journal = std::make_unique<Journal>(path, "bench", "boot"); }) * 1e3, "ms");
}

}  // namespace

int main(int argc, char** argv) {
  const fs::path parent = argc > 1 ? fs::path(argv[1]) : fs::temp_directory_path();
  const fs::path folder = parent / ("loa-bench-" + loa::base::random_hex(4));
  fs::create_directories(folder);
  measure_append(folder, 1, 3000);
  measure_append(folder, 10, 300);
  measure_append(folder, 100, 100);
  measure_reading(folder / "quarter.db", kQuarter);
  measure_salvage(folder / "quarter.db");
  measure_reading(folder / "many.db", kMany);
  fs::remove_all(folder);
}
