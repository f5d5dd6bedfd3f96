#include "centre/postgres_values.h"

#include <charconv>
#include <cstring>

#include "base/unicode.h"

namespace loa::centre {
namespace {

// From PostgreSQL's pg_type.dat: they never change.
constexpr Oid kBytea = 17;
constexpr Oid kInt8 = 20;
constexpr Oid kInt4 = 23;
constexpr Oid kText = 25;

constexpr std::string_view kReplacement = "\xef\xbf\xbd";

bool is_storable(std::string_view text) {
  return text.find('\0') == std::string_view::npos && !base::first_invalid_utf8(text);
}

std::string storable(std::string text) {
  for (auto zero = text.find('\0'); zero != std::string::npos; zero = text.find('\0', zero))
    text.replace(zero, 1, kReplacement);
  while (const auto wrong = base::first_invalid_utf8(text)) text.replace(*wrong, 1, kReplacement);
  return text;
}

std::string big_endian(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(bits >> shift);
  return bytes;
}

std::int64_t from_big_endian(std::string_view bytes) {
  std::uint64_t bits = 0;
  for (const char c : bytes) bits = bits << 8U | static_cast<unsigned char>(c);
  return bytes.size() == 4 ? static_cast<std::int32_t>(bits) : static_cast<std::int64_t>(bits);
}

SqlRow::Cell cell_from(const PGresult* result, int row, int column) {
  if (PQgetisnull(result, row, column) != 0) return std::monostate{};
  const std::string_view bytes(PQgetvalue(result, row, column),
                               static_cast<std::size_t>(PQgetlength(result, row, column)));
  const Oid type = PQftype(result, column);
  if (type == kInt8 || type == kInt4) return from_big_endian(bytes);
  return std::string(bytes);
}

}  // namespace

PostgresValues::PostgresValues(const SqlValues& values) {
  for (const auto& value : values) std::visit([this](auto one) { add(one); }, value);
}

// Without a type: the server takes that of the column.
void PostgresValues::add(std::monostate) {
  add(0, {});
  values_.back() = nullptr;
}

void PostgresValues::add(std::int64_t value) { add(kInt8, made_.emplace_back(big_endian(value))); }

void PostgresValues::add(std::string_view text) {
  add(kText, is_storable(text) ? text : made_.emplace_back(storable(std::string(text))));
}

void PostgresValues::add(SqlBytes bytes) { add(kBytea, bytes.view); }

void PostgresValues::add(Oid type, std::string_view bytes) {
  types_.push_back(type);
  // A null pointer would be NULL instead of nothing at all.
  values_.push_back(bytes.data() == nullptr ? "" : bytes.data());
  lengths_.push_back(static_cast<int>(bytes.size()));
  formats_.push_back(1);
}

SqlResult result_from(const PGresult* result) {
  SqlResult found;
  const std::string_view changed = PQcmdTuples(const_cast<PGresult*>(result));
  std::from_chars(changed.data(), changed.data() + changed.size(), found.changed);
  for (int row = 0; row < PQntuples(result); ++row) {
    std::vector<SqlRow::Cell> cells;
    cells.reserve(static_cast<std::size_t>(PQnfields(result)));
    for (int column = 0; column < PQnfields(result); ++column)
      cells.push_back(cell_from(result, row, column));
    found.rows.emplace_back(std::move(cells));
  }
  return found;
}

}  // namespace loa::centre
