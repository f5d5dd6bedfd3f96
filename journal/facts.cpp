// Small facts beside the chain.
#include "journal/facts.h"

#include <fmt/format.h>

#include <charconv>

#include "base/crypto.h"

namespace loa::journal {

std::string checksum_of(const Fact& fact) {
  const auto hash = base::sha256(fmt::format("{}:{},{}:{},{}", fact.name.size(), fact.name,
                                             fact.value.size(), fact.value, fact.count));
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

std::optional<Fact> read_fact(base::Database& database, const std::string& name) {
  base::Statement find(database, "SELECT value, count, checksum FROM facts WHERE name = ?");
  find.bind(1, std::string_view(name));
  if (!find.step()) return std::nullopt;
  Fact fact{name, find.text(0), find.integer(1)};
  if (find.blob(2) != checksum_of(fact)) return std::nullopt;
  return fact;
}

void keep_fact(base::Database& database, const Fact& fact) {
  base::Statement put(
      database,
      "INSERT INTO facts VALUES (?, ?, ?, ?) ON CONFLICT(name) DO UPDATE SET "
      "value = excluded.value, count = excluded.count, checksum = excluded.checksum "
      "WHERE excluded.count > count");
  put.bind(1, std::string_view(fact.name)).bind(2, std::string_view(fact.value));
  put.bind(3, fact.count).bind_blob(4, checksum_of(fact));
  put.run();
}

void write_fact(base::Database& database, const std::string& name, const std::string& value) {
  base::Statement find(database, "SELECT count FROM facts WHERE name = ?");
  find.bind(1, std::string_view(name));
  const std::int64_t count = find.step() ? find.integer(0) : 0;
  find.reset();
  keep_fact(database, {name, value, count + 1});
}

std::int64_t read_acknowledged(base::Database& database) {
  const auto fact = read_fact(database, kAcknowledged);
  std::int64_t id = 0;
  if (fact) std::from_chars(fact->value.data(), fact->value.data() + fact->value.size(), id);
  return id;
}

}  // namespace loa::journal
