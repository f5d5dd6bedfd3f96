// Epochs, in the journal and in the file beside it.
#include "journal/epochs.h"

#include <charconv>
#include <string>

#include "base/files.h"
#include "journal/schema.h"

namespace loa::journal {
namespace {

constexpr std::size_t kMostBytes = 16;

std::filesystem::path note_of(const std::filesystem::path& path) {
  return path.string() + ".epoch";
}

}  // namespace

std::uint64_t newest_epoch(base::Database& database) {
  base::Statement find(database, "SELECT ifnull(max(epoch), 0) FROM epochs");
  find.step();
  return static_cast<std::uint64_t>(find.integer(0));
}

void begin_epoch(base::Database& database, std::uint64_t epoch) {
  base::Statement put(database, "INSERT INTO epochs VALUES (?, 0, 0, zeroblob(32))");
  put.bind(1, static_cast<std::int64_t>(epoch));
  put.run();
}

std::int64_t delete_through(base::Database& database, std::int64_t last, std::string_view hash) {
  base::Statement rows(database, "DELETE FROM rows WHERE id <= ?");
  rows.bind(1, last).run();
  const auto deleted = database.changes();
  base::Statement base(database, "UPDATE epochs SET base_seq = ?, base_hash = ? WHERE epoch = ?");
  const auto epoch = static_cast<std::int64_t>(epoch_of(last));
  base.bind(1, static_cast<std::int64_t>(seq_of(last))).bind_blob(2, hash).bind(3, epoch).run();
  base::Statement empty(database, "DELETE FROM epochs WHERE epoch < ?");
  empty.bind(1, epoch).run();
  return deleted;
}

std::uint64_t noted_epoch(const std::filesystem::path& path) {
  std::string text;
  try {
    text = base::read_file_if_exists(note_of(path), kMostBytes).value_or("");
  } catch (const std::system_error&) {
    return 0;  // unreadable is as good as lost: the journal itself knows
  }
  std::uint64_t epoch = 0;
  std::from_chars(text.data(), text.data() + text.size(), epoch);
  return epoch < kMaxEpoch ? epoch : 0;
}

void note_epoch(const std::filesystem::path& path, std::uint64_t epoch) {
  if (noted_epoch(path) != epoch) base::replace_file(note_of(path), std::to_string(epoch) + "\n");
}

}  // namespace loa::journal
