#include "firmware/link/strip_store.h"

#include "firmware/link/crc32.h"

namespace loa::firmware::link {
namespace {

bool moves(const Begin& begin) { return begin.effect != Effect::hold; }

}  // namespace

StripStore::StripStore(Buffer memory, std::span<Slot> slots, std::uint8_t page_bytes, Screen screen)
    : memory_(memory), slots_(slots), page_bytes_(page_bytes), screen_(screen) {}

std::uint16_t StripStore::pages_of(const Begin& begin) const {
  const unsigned a_page = columns_a_page();
  return static_cast<std::uint16_t>((begin.columns + a_page - 1) / a_page);
}

std::size_t StripStore::size_of(const Begin& begin, std::uint16_t page) const {
  const std::size_t before = static_cast<std::size_t>(page) * columns_a_page();
  if (before >= begin.columns) return 0;
  const std::size_t left = begin.columns - before;
  return (left < columns_a_page() ? left : columns_a_page()) * column_size();
}

std::size_t StripStore::limit() const {
  const std::size_t screen = (screen_.width + columns_a_page() - 1U) / columns_a_page();
  return slots_.size() > 2 * screen ? slots_.size() - screen : slots_.size() / 2;
}

int StripStore::find(std::uint16_t strip, std::uint16_t page) const {
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    if (slots_[i].strip == strip && slots_[i].page == page) return static_cast<int>(i);
  }
  return -1;
}

std::size_t StripStore::held(std::uint16_t strip) const {
  std::size_t count = 0;
  for (const Slot& slot : slots_) count += slot.strip == strip ? 1U : 0U;
  return count;
}

Bytes StripStore::bytes_of(std::size_t slot, std::size_t size) const {
  return memory_.subspan(slot * page_bytes_, size);
}

void StripStore::free_strip(std::uint16_t strip) {
  for (Slot& slot : slots_) {
    if (slot.strip == strip) slot = {};
  }
}

Error StripStore::begin(const Begin& begin) {
  if (begin.strip == shown_.begin.strip) return Error::no_strip;
  if (!moves(begin) && pages_of(begin) > limit()) return Error::no_room;
  if (coming_.begin.strip != 0) free_strip(coming_.begin.strip);
  coming_ = {begin, 0};
  return Error::ok;
}

Error StripStore::page(const Page& page) {
  if (page.strip == 0) return Error::no_strip;
  if (page.strip == coming_.begin.strip) return put(coming_.begin, page);
  if (page.strip != shown_.begin.strip) return Error::no_strip;
  const Error error = put(shown_.begin, page);
  if (error == Error::ok) changed_ = true;
  return error;
}

Error StripStore::put(const Begin& begin, const Page& page) {
  if (page.columns.size() != size_of(begin, page.page)) return Error::bad_payload;
  int slot = find(page.strip, page.page);
  if (slot < 0) {
    if (held(page.strip) >= limit()) return Error::no_room;
    slot = find(0, 0);
    if (slot < 0) return Error::no_room;
  }
  const auto at = static_cast<std::size_t>(slot);
  slots_[at] = {page.strip, page.page};
  for (std::size_t i = 0; i < page.columns.size(); ++i) {
    memory_[at * page_bytes_ + i] = page.columns[i];
  }
  return Error::ok;
}

Error StripStore::check(const Begin& begin, const Commit& commit) const {
  if (commit.pages > pages_of(begin)) return Error::bad_payload;
  Crc32 crc;
  for (std::uint16_t page = 0; page < commit.pages; ++page) {
    const int slot = find(begin.strip, page);
    if (slot < 0) return Error::missing_pages;
    crc.add(bytes_of(static_cast<std::size_t>(slot), size_of(begin, page)));
  }
  return crc.value() == commit.crc ? Error::ok : Error::crc_mismatch;
}

Error StripStore::commit(Millis now, const Commit& commit) {
  const bool comes = commit.strip != 0 && commit.strip == coming_.begin.strip;
  if (!comes && (commit.strip == 0 || commit.strip != shown_.begin.strip)) return Error::no_strip;
  const Begin& begin = comes ? coming_.begin : shown_.begin;
  const bool whole = commit.pages == pages_of(begin);
  if (comes && (commit.pages == 0 || (!moves(begin) && !whole))) return Error::missing_pages;
  if (commit.pages != 0) {
    if (const Error error = check(begin, commit); error != Error::ok) return error;
  }
  if (comes) {
    if (shown_.begin.strip != 0) free_strip(shown_.begin.strip);
    shown_ = coming_;
    coming_ = {};
  }
  if (commit.pages != 0) shown_.crc = commit.crc;
  elapsed_ms_ = commit.elapsed_ms;
  stepped_ = now;
  changed_ = true;
  return Error::ok;
}

void StripStore::clear() {
  for (Slot& slot : slots_) slot = {};
  shown_ = {};
  coming_ = {};
  changed_ = true;
}

// The same arithmetic as the station's preview: pixels moved are the time times the speed, rounded
// down, and a pass is over when the last column has left.
std::int32_t StripStore::place() const {
  const Begin& begin = shown_.begin;
  if (!moves(begin)) return 0;
  const std::uint64_t pass = static_cast<std::uint64_t>(begin.columns) + screen_.width - 1U;
  std::uint64_t moved = elapsed_ms_ * begin.speed / 1000U;
  if (begin.repeat != 0) moved %= pass;
  if (moved > pass) moved = pass;
  const auto offset = static_cast<std::int32_t>(moved);
  return begin.effect == Effect::scroll_left ? offset - (screen_.width - 1)
                                             : begin.columns - 1 - offset;
}

bool StripStore::step(Millis now) {
  elapsed_ms_ += now - stepped_;
  stepped_ = now;
  const std::int32_t left = place();
  const bool changed = changed_ || left != left_;
  left_ = left;
  changed_ = false;
  if (shown_.begin.strip != 0 && pages_of(shown_.begin) > limit()) free_passed();
  return changed;
}

std::uint16_t StripStore::first_page() const {
  const bool leftwards = shown_.begin.effect == Effect::scroll_left;
  std::int32_t column = leftwards ? left_ : left_ + screen_.width - 1;
  const std::int32_t last = shown_.begin.columns - 1;
  if (column < 0) column = leftwards ? 0 : last;
  if (column > last) column = leftwards ? 0 : last;
  return static_cast<std::uint16_t>(column / columns_a_page());
}

std::size_t StripStore::distance(std::uint16_t page) const {
  const unsigned pages = pages_of(shown_.begin);
  const unsigned first = first_page();
  const bool leftwards = shown_.begin.effect != Effect::scroll_right;
  return leftwards ? (page + pages - first) % pages : (first + pages - page) % pages;
}

void StripStore::free_passed() {
  for (Slot& slot : slots_) {
    if (slot.strip == shown_.begin.strip && distance(slot.page) >= limit()) slot = {};
  }
}

std::uint16_t StripStore::wanted() const {
  if (shown_.begin.strip == 0) return Status::kNoPage;
  const std::size_t pages = pages_of(shown_.begin);
  const std::size_t ahead = pages < limit() ? pages : limit();
  const bool leftwards = shown_.begin.effect != Effect::scroll_right;
  std::size_t page = first_page();
  for (std::size_t i = 0; i < ahead; ++i) {
    if (find(shown_.begin.strip, static_cast<std::uint16_t>(page)) < 0) {
      return static_cast<std::uint16_t>(page);
    }
    page = (page + (leftwards ? 1 : pages - 1)) % pages;
  }
  return Status::kNoPage;
}

std::uint16_t StripStore::free_pages() const { return static_cast<std::uint16_t>(held(0)); }

const std::uint8_t* StripStore::find_column(int x, bool& missing) {
  const std::int32_t column = left_ + x;
  if (shown_.begin.strip == 0 || column < 0 || column >= shown_.begin.columns) return nullptr;
  const auto page = static_cast<std::uint16_t>(column / columns_a_page());
  const auto is_it = [&](int slot) {
    const auto& found = slots_[static_cast<std::size_t>(slot)];
    return found.strip == shown_.begin.strip && found.page == page;
  };
  if (last_slot_ < 0 || !is_it(last_slot_)) last_slot_ = find(shown_.begin.strip, page);
  missing = last_slot_ < 0;
  if (missing) return nullptr;
  const auto inside = static_cast<std::size_t>(column % columns_a_page());
  return memory_.data() + static_cast<std::size_t>(last_slot_) * page_bytes_ +
         inside * column_size();
}

const std::uint8_t* StripStore::column(int x) {
  bool missing = false;
  const auto* found = find_column(x, missing);
  if (missing) ++blank_columns_;
  return found;
}

std::uint32_t StripStore::frame_crc() {
  Crc32 crc;
  bool missing = false;
  for (int x = 0; x < screen_.width; ++x) {
    const auto* found = find_column(x, missing);
    for (std::size_t i = 0; i < column_size(); ++i) crc.add(found != nullptr ? found[i] : 0);
  }
  return crc.value();
}

Bytes StripStore::shown_page(std::uint16_t page) const {
  const int slot = shown_.begin.strip != 0 ? find(shown_.begin.strip, page) : -1;
  return slot < 0 ? Bytes{} : bytes_of(static_cast<std::size_t>(slot), size_of(shown_.begin, page));
}

}  // namespace loa::firmware::link
