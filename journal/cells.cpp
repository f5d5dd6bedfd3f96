// Finds the cells of SQLite tables at every offset of every page.
#include "journal/cells.h"

#include <algorithm>

namespace loa::journal {
namespace {

constexpr std::uint64_t kMaxPayload = 1 << 20;
// With so few columns the size of a record's header fits one byte.
constexpr std::size_t kMaxHeader = 127;

// Reads forward within a page; `good` falls where it ends.
struct Cursor {
  const Page& page;
  std::size_t at;
  bool good = true;

  std::uint8_t byte() {
    if (at >= page.size()) good = false;
    return good ? static_cast<std::uint8_t>(page[at++]) : std::uint8_t{0};
  }

  // SQLite's: seven bits a byte, high first, the ninth byte whole.
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (int i = 0; i < 8; ++i) {
      const std::uint8_t next = byte();
      value = value << 7 | (next & 0x7f);
      if ((next & 0x80) == 0) return value;
    }
    return value << 8 | byte();
  }
};

std::size_t size_of(std::uint64_t type) {
  constexpr std::size_t sizes[] = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0};
  return type < 10 ? sizes[type] : static_cast<std::size_t>((type - 12) / 2);
}

// How much of a payload stands in the cell itself; the rest is in overflow pages.
std::size_t local_size(std::size_t payload) {
  constexpr std::size_t most = kPageSize - 35;
  constexpr std::size_t least = (kPageSize - 12) * 32 / 255 - 23;
  if (payload <= most) return payload;
  const std::size_t rest = least + (payload - least) % (kPageSize - 4);
  return rest <= most ? rest : least;
}

std::uint32_t page_number(const Page& page, std::size_t at) {
  Cursor cursor{page, at};
  std::uint32_t number = 0;
  for (int i = 0; i < 4; ++i) number = number << 8 | cursor.byte();
  return number;
}

}  // namespace

class CellReader {
 public:
  CellReader(const PageImages& images, int columns_a, int columns_b)
      : images_(images), columns_a_(columns_a), columns_b_(columns_b) {}

  // Into `cell`, which is used again for each of millions of guesses. False if it is none.
  bool read(const Page& page, std::size_t at, Cell& cell) const {
    Cursor cursor{page, at};
    const std::uint64_t payload = cursor.varint();
    cell.rowid = static_cast<std::int64_t>(cursor.varint());
    const std::size_t begin = cursor.at;
    if (!cursor.good || payload > kMaxPayload) return false;
    const auto size = static_cast<std::size_t>(payload);
    return read_header(cursor, size, cell) && read_payload(page, begin, size, cell);
  }

 private:
  bool read_header(Cursor& cursor, std::size_t payload, Cell& cell) const {
    const std::size_t begin = cursor.at;
    const std::size_t header = cursor.byte();
    if (header > kMaxHeader || header > payload || header <= smaller()) return false;
    std::size_t offset = header;
    cell.fields_.clear();
    while (cursor.good && cursor.at < begin + header) {
      const std::uint64_t type = cursor.varint();
      if (type == 10 || type == 11 || type > kMaxPayload * 2) return false;
      cell.fields_.push_back({type, offset, size_of(type)});
      offset += size_of(type);
    }
    const bool right = cell.columns() == columns_a_ || cell.columns() == columns_b_;
    return right && cursor.good && cursor.at == begin + header && offset == payload;
  }

  bool read_payload(const Page& page, std::size_t begin, std::size_t size, Cell& cell) const {
    const std::size_t local = local_size(size);
    if (begin + local + (local < size ? 4 : 0) > page.size()) return false;
    cell.payload_.assign(page.data() + begin, local);
    if (local == size) return true;
    Page overflow;
    std::uint32_t next = page_number(page, begin + local);
    // Each round adds bytes, so a chain that turns back on itself ends too.
    while (cell.payload_.size() < size) {
      if (!images_.read(next, overflow)) return false;
      next = page_number(overflow, 0);
      const auto piece = std::min(size - cell.payload_.size(), overflow.size() - 4);
      cell.payload_.append(overflow.data() + 4, piece);
    }
    return true;
  }

  std::size_t smaller() const { return static_cast<std::size_t>(std::min(columns_a_, columns_b_)); }

  const PageImages& images_;
  int columns_a_;
  int columns_b_;
};

std::int64_t Cell::integer(int column) const {
  const Field& f = field(column);
  if (f.type == 9) return 1;
  if (f.type == 0 || f.type > 6) return 0;
  std::uint64_t value =
      static_cast<std::uint8_t>(payload_[f.offset]) & 0x80 ? ~std::uint64_t{0} : 0;
  for (std::size_t i = 0; i < f.size; ++i) {
    value = value << 8 | static_cast<std::uint8_t>(payload_[f.offset + i]);
  }
  return static_cast<std::int64_t>(value);
}

std::string Cell::text(int column) const {
  const Field& f = field(column);
  return f.type < 12 ? std::string() : payload_.substr(f.offset, f.size);
}

void each_cell(const PageImages& images, int columns_a, int columns_b,
               const std::function<void(const Cell&)>& take) {
  const CellReader reader(images, columns_a, columns_b);
  Cell cell;
  images.each([&](const Page& page) {
    for (std::size_t at = 0; at < page.size(); ++at) {
      if (reader.read(page, at, cell)) take(cell);
    }
  });
}

}  // namespace loa::journal
