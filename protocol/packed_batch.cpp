// One description of the columns for both directions: Packing writes each field as its difference
// from what the rows before let expect, Unpacking reads it. What both expect is therefore the same.
#include "protocol/packed_batch.h"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>
#include <utility>

#include "base/unicode.h"
#include "protocol/evidence_parts.h"
#include "protocol/message_limits.h"
#include "protocol/zstd.h"

namespace loa::protocol {
namespace {

using journal::Kind;
using journal::Row;

constexpr std::string_view kMagic = "LOAB\x01";
constexpr std::int64_t kSecond = 1'000'000'000;

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
constexpr std::size_t kColumns = 20;

// Ends the reading or writing of one batch; caught in this file.
struct NotPacked : std::runtime_error {
  NotPacked() : std::runtime_error("not a packed batch") {}
};

void demand(bool so) {
  if (!so) throw NotPacked();
}

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

std::string_view view_of(const base::Sha256& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

class Packing {
 public:
  static constexpr bool kPacks = true;

  void plain(Column column, std::uint64_t& value) { put_varint(at(column), value); }
  void number(Column column, std::uint64_t& value, std::uint64_t expected) {
    put_varint(at(column), zigzag(value - expected));
  }
  void text(Column column, std::string& text) {
    put_varint(at(column), text.size());
    at(column) += text;
  }
  void bytes(Column column, std::string& bytes, std::size_t /*size*/) { at(column) += bytes; }
  void hash(Column column, base::Sha256& hash) { at(column) += view_of(hash); }

  std::string finish() {
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

 private:
  std::string& at(Column column) { return columns_.at(static_cast<std::size_t>(column)); }

  std::array<std::string, kColumns> columns_;
};

class Unpacking {
 public:
  static constexpr bool kPacks = false;

  explicit Unpacking(std::string_view all) {
    demand(all.starts_with(kMagic));
    all.remove_prefix(kMagic.size());
    std::array<std::uint64_t, kColumns> sizes{};
    for (auto& size : sizes) size = get_varint(all);
    for (std::size_t i = 0; i < kColumns; ++i) {
      demand(sizes.at(i) <= all.size());
      columns_.at(i) = all.substr(0, sizes.at(i));
      all.remove_prefix(sizes.at(i));
    }
    demand(all.empty());
  }

  void plain(Column column, std::uint64_t& value) { value = get_varint(at(column)); }
  void number(Column column, std::uint64_t& value, std::uint64_t expected) {
    value = expected + unzigzag(get_varint(at(column)));
  }
  void text(Column column, std::string& text) {
    const auto size = get_varint(at(column));
    demand(size <= kMaxString);
    bytes(column, text, size);
    demand(!base::first_invalid_utf8(text));
  }
  void bytes(Column column, std::string& bytes, std::size_t size) {
    demand(size <= at(column).size());
    bytes = at(column).substr(0, size);
    at(column).remove_prefix(size);
  }
  void hash(Column column, base::Sha256& hash) {
    std::string read;
    bytes(column, read, hash.size());
    std::copy(read.begin(), read.end(), hash.begin());
  }
  bool at_end() const {
    return std::all_of(columns_.begin(), columns_.end(), [](auto rest) { return rest.empty(); });
  }

 private:
  std::string_view& at(Column column) { return columns_.at(static_cast<std::size_t>(column)); }

  std::array<std::string_view, kColumns> columns_;
};

// Texts that come again and again, numbered as they come.
class Vocabulary {
 public:
  std::optional<std::uint64_t> find(const std::string& text) const {
    const auto found = numbers_.find(text);
    return found == numbers_.end() ? std::nullopt : std::optional(found->second);
  }
  const std::string& text(std::uint64_t number) const {
    demand(number < texts_.size());
    return texts_[number]->first;
  }
  std::uint64_t size() const { return texts_.size(); }
  // One that is there already keeps its number.
  void add(const std::string& text) {
    const auto [place, added] = numbers_.emplace(text, texts_.size());
    if (added) texts_.push_back(place);
  }

 private:
  std::map<std::string, std::uint64_t> numbers_;
  std::vector<std::map<std::string, std::uint64_t>::const_iterator> texts_;
};

// What the rows of one occurrence had so far.
struct Play {
  std::optional<std::uint64_t> nominal;
  std::uint64_t due = 0;
  std::uint64_t played = 0;
  std::uint64_t dropped = 0;
};

std::uint64_t count_of(base::Wall time) {
  return static_cast<std::uint64_t>(time.time_since_epoch().count());
}

base::Wall wall_of(std::uint64_t count) {
  demand(count <= static_cast<std::uint64_t>(kLastTime));
  return base::Wall(base::Duration(static_cast<std::int64_t>(count)));
}

// "20261123T220000Z", as an occurrence's id ends.
std::string stamp_of(base::Wall time) {
  std::string text = base::to_rfc3339(time).substr(0, 19) + "Z";
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

// An occurrence's id before its stamp; nothing where it does not end with that of `nominal`.
std::optional<std::string> head_of(const Row& row) {
  if (!row.nominal) return std::nullopt;
  const auto stamp = "/" + stamp_of(*row.nominal);
  if (!row.occurrence.ends_with(stamp)) return std::nullopt;
  return row.occurrence.substr(0, row.occurrence.size() - stamp.size());
}

// How long it sounds, in nanoseconds. Of any number, so without a sign.
std::uint64_t length_of(std::uint64_t frames) { return frames * 62'500 / 3; }

enum OccurrenceCode : std::uint64_t { kSame, kByStamp, kByText, kEarlier };
enum ContentCode : std::uint64_t { kContentText, kContentHash, kContentKnown };
enum NominalForm : std::uint64_t { kAbsent, kWholeSeconds, kNanoseconds };

template <class Way>
class Rows {
 public:
  explicit Rows(Way& way) : way_(way) {}

  // All of the row but what follows from its place.
  void code(Row& row) {
    code_state(row);
    code_occurrence(row);
    code_known(Column::title, titles_, row.title);
    code_known(Column::area, areas_, row.area);
    code_known(Column::boot, boots_, row.boot);
    code_known(Column::reason, reasons_, row.reason);
    code_content(row.content);
    code_frames(row);
    code_times(row);
    code_evidence(row);
  }

 private:
  void code_state(Row& row) {
    auto state = static_cast<std::uint64_t>(row.kind) +
                 (static_cast<std::uint64_t>(row.outcome) << 2U) +
                 (static_cast<std::uint64_t>(row.quality) << 5U);
    auto level = static_cast<std::uint64_t>(row.level);
    way_.plain(Column::state, state);
    way_.plain(Column::level, level);
    const auto outcome = (state >> 2U) & 7U;
    demand(state < 128 && outcome <= static_cast<std::uint64_t>(journal::Outcome::skipped));
    demand(level <= 3);
    row.kind = static_cast<Kind>(state & 3U);
    row.outcome = static_cast<journal::Outcome>(outcome);
    row.quality = static_cast<base::ClockQuality>(state >> 5U);
    row.level = static_cast<int>(level);
  }

  std::uint64_t occurrence_code(const Row& row) const {
    if (const auto known = occurrences_.find(row.occurrence)) {
      if (*known == current_) return kSame;
      return kEarlier + (occurrences_.size() - 1 - *known);
    }
    return head_of(row) ? kByStamp : kByText;
  }

  void code_occurrence(Row& row) {
    std::uint64_t code = 0;
    if constexpr (Way::kPacks) code = occurrence_code(row);
    way_.plain(Column::occurrence, code);
    if (code == kByStamp || code == kByText) return code_new_occurrence(row, code);
    if (code >= kEarlier) {
      demand(code - kEarlier < occurrences_.size());
      current_ = occurrences_.size() - 1 - (code - kEarlier);
    }
    row.occurrence = occurrences_.text(current_);
    code_nominal(row, plays_[current_].nominal.value_or(last_nominal_));
  }

  void code_new_occurrence(Row& row, std::uint64_t code) {
    if (code == kByText) way_.text(Column::texts, row.occurrence);
    code_nominal(row, last_nominal_);
    if (code == kByStamp) {
      std::string head;
      if constexpr (Way::kPacks) head = *head_of(row);
      code_known(Column::occurrence, heads_, head);
      demand(row.nominal.has_value());
      row.occurrence = head + "/" + stamp_of(*row.nominal);
    }
    // Written out a second time, which no station does, it would have two numbers.
    demand(!occurrences_.find(row.occurrence));
    current_ = occurrences_.size();
    occurrences_.add(row.occurrence);
    plays_.emplace_back();
    if (!row.nominal) return;
    plays_.back().nominal = last_nominal_ = count_of(*row.nominal);
  }

  void code_nominal(Row& row, std::uint64_t expected) {
    std::uint64_t value = row.nominal ? count_of(*row.nominal) : 0;
    std::uint64_t form = kNanoseconds;
    const auto difference = static_cast<std::int64_t>(value - expected);
    if (difference % kSecond == 0) form = kWholeSeconds;
    if (!row.nominal) form = kAbsent;
    way_.plain(Column::nominal_form, form);
    demand(form <= kNanoseconds);
    row.nominal.reset();
    if (form == kAbsent) return;
    if (form == kWholeSeconds) {
      auto seconds = static_cast<std::uint64_t>(difference / kSecond);
      way_.number(Column::nominal, seconds, 0);
      value = expected + seconds * static_cast<std::uint64_t>(kSecond);
    } else {
      way_.number(Column::nominal, value, expected);
    }
    row.nominal = wall_of(value);
  }

  // 0: a new one; else one more than its number.
  void code_known(Column column, Vocabulary& words, std::string& text) {
    std::uint64_t code = 0;
    if constexpr (Way::kPacks) {
      if (const auto known = words.find(text)) code = *known + 1;
    }
    way_.plain(column, code);
    if (code > 0) {
      text = words.text(code - 1);
    } else {
      way_.text(Column::texts, text);
      words.add(text);
    }
  }

  void code_content(std::string& content) {
    std::uint64_t code = kContentText;
    base::Sha256 hash{};
    if constexpr (Way::kPacks) {
      if (const auto made = base::sha256_from_hex(content);
          made && base::to_hex(*made) == content) {
        code = kContentHash;
        hash = *made;
      }
      if (const auto known = contents_.find(content)) code = kContentKnown + *known;
    }
    way_.plain(Column::content, code);
    if (code >= kContentKnown) {
      content = contents_.text(code - kContentKnown);
      return;
    }
    if (code == kContentHash) {
      way_.hash(Column::hashes, hash);
      content = base::to_hex(hash);
    } else {
      way_.text(Column::texts, content);
    }
    contents_.add(content);
  }

  void code_frames(Row& row) {
    Play& play = plays_[current_];
    const bool sum = row.kind == Kind::result;
    const bool media = row.kind == Kind::item && !row.content.empty();
    way_.number(Column::due, row.frames_due,
                sum     ? play.due
                : media ? lengths_[row.content]
                        : std::uint64_t{0});
    way_.number(Column::played, row.frames_played, sum ? play.played : row.frames_due);
    way_.number(Column::dropped, row.frames_dropped, sum ? play.dropped : 0);
    demand(row.frames_due <= kMaxCount && row.frames_played <= kMaxCount &&
           row.frames_dropped <= kMaxCount);
    if (media) lengths_[row.content] = row.frames_due;
    if (row.kind != Kind::item) return;
    play.due += row.frames_due;
    play.played += row.frames_played;
    play.dropped += row.frames_dropped;
  }

  // What is written down as it begins comes as long before its time as the one before did, and an
  // item's end as long after it; all else follows at once.
  void code_times(Row& row) {
    std::uint64_t from = last_wall_;
    std::uint64_t* after = nullptr;
    if (row.nominal && row.kind == Kind::intent) {
      from = count_of(*row.nominal);
      after = &after_intent_;
    } else if (row.nominal && row.kind == Kind::item) {
      from = count_of(*row.nominal) + length_of(row.frames_due);
      after = &after_item_;
    }
    auto wall = count_of(row.wall);
    way_.number(Column::wall, wall, from + (after == nullptr ? 0 : *after));
    row.wall = wall_of(wall);
    if (after != nullptr) *after = wall - from;
    auto monotonic = static_cast<std::uint64_t>(row.monotonic_ns);
    // Of one boot the two clocks stay as far apart.
    way_.number(Column::monotonic, monotonic, wall - apart_);
    demand(monotonic <= kMaxCount);
    row.monotonic_ns = static_cast<std::int64_t>(monotonic);
    last_wall_ = wall;
    apart_ = wall - monotonic;
  }

  // Words that begin with a zero byte are the evidence itself.
  void code_evidence(Row& row) {
    EvidenceParts parts;
    if constexpr (Way::kPacks) {
      auto apart = take_apart(row.evidence, row.frames_played);
      parts = apart ? std::move(*apart) : EvidenceParts{std::string(1, '\0') + row.evidence, {}};
    }
    code_known(Column::words, words_, parts.words);
    if (parts.words.starts_with('\0')) {
      row.evidence = parts.words.substr(1);
      return;
    }
    row.evidence = code_numbers(parts, row.frames_played);
  }

  // Each number by the last one behind the same words.
  std::string code_numbers(const EvidenceParts& parts, std::uint64_t frames_played) {
    std::string text;
    std::string before;
    std::size_t next = 0;
    for (const char c : parts.words) {
      if (!is_mark(c)) {
        text += c;
        before += c;
        continue;
      }
      if (const auto mark = static_cast<EvidenceMark>(c); mark == EvidenceMark::frames_played) {
        text += std::to_string(frames_played);
      } else {
        std::uint64_t number = 0;
        if constexpr (Way::kPacks) number = static_cast<std::uint64_t>(parts.numbers.at(next++));
        auto& last = last_numbers_[before];
        way_.number(Column::numbers, number, last);
        last = number;
        text += number_text(mark, static_cast<std::int64_t>(number));
      }
      before.clear();
      demand(text.size() <= kMaxString);
    }
    return text;
  }

  Way& way_;
  Vocabulary occurrences_;
  std::vector<Play> plays_;    // by their number
  std::uint64_t current_ = 0;  // the occurrence of the row before
  std::uint64_t last_nominal_ = 0;
  Vocabulary heads_;
  Vocabulary titles_;
  Vocabulary areas_;
  Vocabulary boots_;
  Vocabulary reasons_;
  Vocabulary contents_;
  std::map<std::string, std::uint64_t> lengths_;  // of media, by content
  std::uint64_t last_wall_ = 0;
  std::uint64_t after_intent_ = 0;
  std::uint64_t after_item_ = 0;
  std::uint64_t apart_ = 0;
  Vocabulary words_;
  std::map<std::string, std::uint64_t> last_numbers_;
};

// What stands once.
struct Head {
  std::string station;
  bool lost_before = false;
  std::uint64_t epoch = 0;
  std::uint64_t seq = 0;  // of the first row
  std::uint64_t count = 0;
  base::Sha256 previous{};  // of the first row
  base::Sha256 last{};      // of the last row
  std::optional<Checkpoint> checkpoint;
};

template <class Way>
void code_checkpoint(Way& way, Checkpoint& checkpoint) {
  auto wall = count_of(checkpoint.wall);
  auto quality = static_cast<std::uint64_t>(checkpoint.quality);
  way.text(Column::head, checkpoint.boot);
  way.plain(Column::head, wall);
  way.plain(Column::head, quality);
  way.bytes(Column::head, checkpoint.signature, kSignatureBytes);
  demand(quality <= static_cast<std::uint64_t>(base::ClockQuality::synced));
  checkpoint.wall = wall_of(wall);
  checkpoint.quality = static_cast<base::ClockQuality>(quality);
}

template <class Way>
void code_head(Way& way, Head& head) {
  std::uint64_t flags = (head.lost_before ? 1U : 0U) | (head.checkpoint ? 2U : 0U);
  way.text(Column::head, head.station);
  way.plain(Column::head, flags);
  way.plain(Column::head, head.epoch);
  way.plain(Column::head, head.seq);
  way.plain(Column::head, head.count);
  way.hash(Column::head, head.previous);
  way.hash(Column::head, head.last);
  demand(flags < 4 && head.epoch >= 1 && head.epoch <= kMaxCount);
  demand(head.count >= 1 && head.count <= kMaxBatchRows);
  demand(head.seq >= 1 && head.seq <= kMaxCount - head.count);
  head.lost_before = (flags & 1U) != 0;
  if ((flags & 2U) == 0) return;
  if (!head.checkpoint) head.checkpoint.emplace();
  code_checkpoint(way, *head.checkpoint);
}

std::size_t size_of(const Row& row) {
  return row.station.size() + row.occurrence.size() + row.title.size() + row.area.size() +
         row.content.size() + row.boot.size() + row.evidence.size() + row.reason.size();
}

// A few bytes of columns can mean a long text again and again.
void read_rows(Unpacking& way, const Head& head, std::vector<Row>& rows) {
  Rows<Unpacking> columns(way);
  std::size_t whole = 0;
  auto previous = head.previous;
  for (std::uint64_t i = 0; i < head.count; ++i) {
    Row& row = rows.emplace_back();
    columns.code(row);
    row.station = head.station;
    row.epoch = head.epoch;
    row.seq = head.seq + i;
    row.previous = previous;
    whole += size_of(row);
    demand(whole <= kMaxBody && row.occurrence.size() <= kMaxString &&
           row.evidence.size() <= kMaxString);
    previous = row.hash = journal::hash_of(row);
  }
  demand(way.at_end() && previous == head.last);
}

JournalBatch read_batch(std::string_view all) {
  Unpacking way(all);
  Head head;
  code_head(way, head);
  JournalBatch batch{head.station, {}, head.lost_before};
  read_rows(way, head, batch.rows);
  batch.checkpoint = std::move(head.checkpoint);
  if (batch.checkpoint) {
    batch.checkpoint->epoch = head.epoch;
    batch.checkpoint->seq = batch.rows.back().seq;
    batch.checkpoint->hash = head.last;
  }
  return batch;
}

std::string write_batch(JournalBatch batch) {
  demand(!batch.rows.empty());
  const Row& first = batch.rows.front();
  Head head{batch.station,  batch.lost_before,      first.epoch,     first.seq, batch.rows.size(),
            first.previous, batch.rows.back().hash, batch.checkpoint};
  Packing way;
  code_head(way, head);
  Rows<Packing> columns(way);
  for (Row& row : batch.rows) columns.code(row);
  return way.finish();
}

}  // namespace

std::optional<std::string> pack(const JournalBatch& batch) {
  try {
    auto packed = write_batch(batch);
    if (unpack(packed) != batch) return std::nullopt;
    return packed;
  } catch (const NotPacked&) {
    return std::nullopt;
  }
}

std::optional<JournalBatch> unpack(std::string_view bytes) {
  const auto whole = from_zstd_frame(bytes, kMaxBody);
  if (!whole) return std::nullopt;
  try {
    return read_batch(*whole);
  } catch (const NotPacked&) {
    return std::nullopt;
  }
}

}  // namespace loa::protocol
