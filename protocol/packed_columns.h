// The columns of a packed batch: Packing writes each field as its difference from what the rows
// before let expect, Unpacking reads it. Both have the same functions, so that one description of a
// batch serves both directions. docs/protocol.md, Packed batches.
#pragma once

#include <array>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "base/crypto.h"
#include "base/time.h"

namespace loa::protocol {

// In this order; each is compressed by itself.
enum class Column {
  head,
  state,
  level,
  occurrence,
  nominal_form,
  nominal,
  title,
  area,
  boot,
  reason,
  content,
  hashes,
  due,
  played,
  dropped,
  wall,
  monotonic,
  words,
  numbers,
  texts,
};
inline constexpr std::size_t kColumns = 20;

// Ends the reading or writing of one batch; pack() and unpack() catch it.
struct NotPacked : std::runtime_error {
  NotPacked() : std::runtime_error("not a packed batch") {}
};

// Throws NotPacked.
inline void demand(bool so) {
  if (!so) throw NotPacked();
}

// Nanoseconds of the era, as columns have them.
std::uint64_t count_of(base::Wall time);
// Throws NotPacked where no message can have that time.
base::Wall wall_of(std::uint64_t count);

class Packing {
 public:
  static constexpr bool kPacks = true;

  void plain(Column column, std::uint64_t& value);
  void number(Column column, std::uint64_t& value, std::uint64_t expected);
  void text(Column column, std::string& text);
  void bytes(Column column, std::string& bytes, std::size_t size);
  void hash(Column column, base::Sha256& hash);

  // The packed batch, compressed. Throws NotPacked where it would be larger than kMaxBody unpacked.
  // Called once, at the end.
  std::string finish();

 private:
  std::string& at(Column column) { return columns_.at(static_cast<std::size_t>(column)); }

  std::array<std::string, kColumns> columns_;
};

// Of bytes from anybody: each function throws NotPacked where they are not what it reads.
class Unpacking {
 public:
  static constexpr bool kPacks = false;

  // `all` is uncompressed, and outlives this.
  explicit Unpacking(std::string_view all);

  void plain(Column column, std::uint64_t& value);
  void number(Column column, std::uint64_t& value, std::uint64_t expected);
  // Of at most kMaxString bytes, UTF-8.
  void text(Column column, std::string& text);
  void bytes(Column column, std::string& bytes, std::size_t size);
  void hash(Column column, base::Sha256& hash);
  bool at_end() const;

 private:
  std::string_view& at(Column column) { return columns_.at(static_cast<std::size_t>(column)); }

  std::array<std::string_view, kColumns> columns_;
};

}  // namespace loa::protocol
