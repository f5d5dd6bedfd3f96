// What a row costs on the wire, in bytes: as JSON, that JSON compressed, and packed; in batches of
// 500 as a station sends them that was away. Of a made quarter, or of a real journal's rows.
//   batch_bytes [JOURNAL]
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>

#include "base/clock.h"
#include "journal/journal.h"
#include "protocol/packed_batch.h"
#include "protocol/zstd.h"
#include "support/made_record.h"

namespace {

using namespace loa;
using journal::Row;
using protocol::JournalBatch;

constexpr int kDays = 90;

std::vector<Row> made() {
  loa::testing::MadeRecord record(
      1, base::Wall(std::chrono::seconds(1'790'000'000 / 86'400 * 86'400)));
  std::vector<Row> rows;
  for (int day = 0; day < kDays; ++day) {
    auto more = record.day();
    std::move(more.begin(), more.end(), std::back_inserter(rows));
  }
  loa::testing::number(rows, "st-0123456789abcdef");
  return rows;
}

// A copy: opening a journal may mend it.
std::vector<Row> of_journal(const std::filesystem::path& file) {
  const auto copy = std::filesystem::temp_directory_path() / ("batch-bytes-" + base::random_hex(4));
  std::filesystem::create_directory(copy);
  std::filesystem::copy(file.parent_path(), copy);
  std::vector<Row> rows;
  {
    journal::Journal journal(copy / file.filename(), "", "");
    rows = journal.after(0, 0, 1'000'000);
  }
  std::filesystem::remove_all(copy);
  return rows;
}

struct Sizes {
  std::size_t json = 0;
  std::size_t zstd = 0;
  std::size_t packed = 0;
  double pack_ms = 0;
  double unpack_ms = 0;
};

double milliseconds_since(base::Steady begin) {
  return std::chrono::duration<double, std::milli>(base::steady_now() - begin).count();
}

Sizes measure(const std::vector<Row>& rows, const base::SigningKey& key) {
  Sizes sizes;
  for (std::size_t at = 0; at < rows.size(); at += protocol::kMaxBatchRows) {
    const auto end = std::min(rows.size(), at + protocol::kMaxBatchRows);
    const auto place = [&](std::size_t i) { return rows.begin() + static_cast<std::ptrdiff_t>(i); };
    JournalBatch batch{rows[at].station, {place(at), place(end)}, false};
    const Row& last = batch.rows.back();
    batch.checkpoint = protocol::signed_with(
        key, batch.station,
        {last.epoch, last.seq, last.hash, last.boot, last.wall, last.quality, ""});
    const std::array json{to_json(batch)};
    sizes.json += json[0].size();
    sizes.zstd += protocol::zstd_frame(json).size();
    const auto began = base::steady_now();
    const auto packed = protocol::pack(batch);
    sizes.pack_ms += milliseconds_since(began);
    if (!packed) throw std::runtime_error("cannot be packed");
    sizes.packed += packed->size();
    const auto read = base::steady_now();
    protocol::unpack(*packed);
    sizes.unpack_ms += milliseconds_since(read);
  }
  return sizes;
}

void report(const std::vector<Row>& rows) {
  const auto sizes = measure(rows, base::SigningKey::generate());
  const auto each = [&](auto whole) {
    return static_cast<double>(whole) / static_cast<double>(rows.size());
  };
  fmt::print(R"({{"rows": {}, "json": {:.1f}, "json_zstd": {:.1f}, "packed": {:.1f}, )"
             R"("pack_us": {:.1f}, "unpack_us": {:.1f}}})"
             "\n",
             rows.size(), each(sizes.json), each(sizes.zstd), each(sizes.packed),
             1000 * each(sizes.pack_ms), 1000 * each(sizes.unpack_ms));
}

}  // namespace

int main(int argc, char** argv) {
  try {
    report(argc > 1 ? of_journal(argv[1]) : made());
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "batch_bytes: %s\n", error.what());
    return 1;
  }
}
