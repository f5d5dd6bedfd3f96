// What the journal's tests share: a folder of their own, and rows as a station writes them.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "base/crypto.h"
#include "journal/journal.h"

namespace loa::journal {

inline const base::Wall kMonday{std::chrono::seconds(1795392000)};  // 2026-11-23T00:00:00Z

inline Row row_of(Kind kind, const std::string& occurrence, base::Wall wall) {
  Row row;
  row.kind = kind;
  row.occurrence = occurrence;
  row.title = "Bản tin về công tác thông tin cơ sở " + occurrence;
  row.area = "an-ninh";
  row.content = base::to_hex(base::sha256(occurrence));
  row.nominal = wall;
  row.wall = wall + std::chrono::milliseconds(2);
  row.monotonic_ns = wall.time_since_epoch().count() / 7;
  row.quality = base::ClockQuality::synced;
  row.frames_due = 2'880'000;
  row.level = 3;
  row.evidence = R"({"peak":-3.1,"start_error_us":180,"underruns":0})";
  return row;
}

inline Row event_of(const std::string& title, base::Wall wall) {
  Row row;
  row.title = title;
  row.wall = wall;
  row.quality = base::ClockQuality::synced;
  return row;
}

inline Row result_of(const std::string& occurrence, base::Wall wall) {
  auto row = row_of(Kind::result, occurrence, wall);
  row.frames_played = row.frames_due;
  row.outcome = Outcome::played;
  row.reason = "completed";
  return row;
}

class JournalFixture : public testing::Test {
 protected:
  JournalFixture() { std::filesystem::create_directories(folder_); }
  ~JournalFixture() override { std::filesystem::remove_all(folder_); }

  Journal open(const std::string& station = "xa-dong-anh") const {
    return Journal(path_, station, "boot-1");
  }

  // Occurrences of intent, item and result, ten minutes apart; three rows each, in one commit.
  static std::vector<Row> write_plays(Journal& journal, int count, int first = 0) {
    std::vector<Row> rows;
    for (int i = first; i < first + count; ++i) {
      const auto wall = kMonday + std::chrono::minutes(10 * i);
      const auto id = "demo.3/slot-" + std::to_string(i) + "/2026";
      rows.push_back(row_of(Kind::intent, id, wall));
      rows.push_back(row_of(Kind::item, id, wall + std::chrono::seconds(1)));
      rows.push_back(result_of(id, wall + std::chrono::minutes(1)));
    }
    return journal.append(rows);
  }

  static std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  static void put_bytes(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
  }

  // In memory where there is such a place: hundreds of journals are made here, and none needs a
  // disk.
  static std::filesystem::path parent() {
    const std::filesystem::path memory = "/dev/shm";
    return std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
  }

  std::filesystem::path folder_ = parent() / ("loa-journal-" + base::random_hex(8));
  std::filesystem::path path_ = folder_ / "journal.db";
};

}  // namespace loa::journal
