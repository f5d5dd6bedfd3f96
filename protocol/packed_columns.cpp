#include "protocol/packed_columns.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/unicode.h"
#include "protocol/message_limits.h"
#include "protocol/zstd.h"

namespace loa::protocol {
namespace {

constexpr std::string_view kMagic = "LOAB\x01";

std::uint64_t zigzag(std::uint64_t difference) {
  return (difference << 1U) ^ (0 - (difference >> 63U));
}
std::uint64_t unzigzag(std::uint64_t folded) { return (folded >> 1U) ^ (0 - (folded & 1U)); }

// Seven bits a byte, low ones first, the last byte below 128.
void put_varint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7U) out += static_cast<char>(value | 0x80U);
  out += static_cast<char>(value);
}

// Takes it from the beginning of `in`.
std::uint64_t get_varint(std::string_view& in) {
  std::uint64_t value = 0;
  for (unsigned shift = 0;; shift += 7) {
    demand(shift < 64 && !in.empty());
    const auto byte = static_cast<std::uint8_t>(in.front());
    in.remove_prefix(1);
    demand(shift < 63 || byte <= 1);
    value |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
    if (byte < 0x80) return value;
  }
}

// Likewise.
std::string_view get_bytes(std::string_view& in, std::uint64_t size) {
  demand(size <= in.size());
  const auto taken = in.substr(0, static_cast<std::size_t>(size));
  in.remove_prefix(taken.size());
  return taken;
}

}  // namespace

std::uint64_t count_of(base::Wall time) {
  return static_cast<std::uint64_t>(time.time_since_epoch().count());
}

base::Wall wall_of(std::uint64_t count) {
  demand(count <= static_cast<std::uint64_t>(kLastTime));
  return base::Wall(base::Duration(static_cast<std::int64_t>(count)));
}

void Packing::plain(Column column, std::uint64_t& value) { put_varint(at(column), value); }

void Packing::number(Column column, std::uint64_t& value, std::uint64_t expected) {
  put_varint(at(column), zigzag(value - expected));
}

void Packing::text(Column column, std::string& text) {
  put_varint(at(column), text.size());
  at(column) += text;
}

void Packing::bytes(Column column, std::string& bytes, std::size_t /*size*/) {
  at(column) += bytes;
}

void Packing::hash(Column column, base::Sha256& hash) {
  at(column).append(hash.begin(), hash.end());
}

std::string Packing::finish() {
  std::vector<std::string> parts{std::string(kMagic)};
  for (const auto& column : columns_) put_varint(parts.front(), column.size());
  std::size_t whole = parts.front().size();
  for (auto& column : columns_) {
    whole += column.size();
    parts.push_back(std::move(column));
  }
  demand(whole <= kMaxBody);
  return zstd_frame(parts);
}

Unpacking::Unpacking(std::string_view all) {
  demand(all.starts_with(kMagic));
  all.remove_prefix(kMagic.size());
  std::array<std::uint64_t, kColumns> sizes{};
  for (auto& size : sizes) size = get_varint(all);
  for (std::size_t i = 0; i < kColumns; ++i) columns_.at(i) = get_bytes(all, sizes.at(i));
  demand(all.empty());
}

void Unpacking::plain(Column column, std::uint64_t& value) { value = get_varint(at(column)); }

void Unpacking::number(Column column, std::uint64_t& value, std::uint64_t expected) {
  value = expected + unzigzag(get_varint(at(column)));
}

void Unpacking::text(Column column, std::string& text) {
  const auto size = get_varint(at(column));
  demand(size <= kMaxString);
  text = get_bytes(at(column), size);
  demand(!base::first_invalid_utf8(text));
}

void Unpacking::bytes(Column column, std::string& bytes, std::size_t size) {
  bytes = get_bytes(at(column), size);
}

void Unpacking::hash(Column column, base::Sha256& hash) {
  const auto read = get_bytes(at(column), hash.size());
  std::copy(read.begin(), read.end(), hash.begin());
}

bool Unpacking::at_end() const {
  return std::all_of(columns_.begin(), columns_.end(), [](auto rest) { return rest.empty(); });
}

}  // namespace loa::protocol
