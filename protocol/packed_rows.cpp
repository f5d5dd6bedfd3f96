#include "protocol/packed_rows.h"

#include <utility>

#include "protocol/message_limits.h"

namespace loa::protocol {

using journal::Kind;
using journal::Row;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

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

}  // namespace

template <class Way>
void PackedRows<Way>::code(Row& row) {
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

template <class Way>
void PackedRows<Way>::code_state(Row& row) {
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

template <class Way>
std::uint64_t PackedRows<Way>::occurrence_code(const Row& row) const {
  if (const auto known = occurrences_.find(row.occurrence)) {
    if (*known == current_) return kSame;
    return kEarlier + (occurrences_.size() - 1 - *known);
  }
  return head_of(row) ? kByStamp : kByText;
}

template <class Way>
void PackedRows<Way>::code_occurrence(Row& row) {
  std::uint64_t code = 0;
  if constexpr (Way::kPacks) code = occurrence_code(row);
  way_.plain(Column::occurrence, code);
  if (code == kByStamp || code == kByText) return code_new_occurrence(row, code);
  if (code >= kEarlier) {
    const auto ago = code - kEarlier;
    demand(ago < occurrences_.size());
    current_ = occurrences_.size() - 1 - static_cast<std::size_t>(ago);
  }
  row.occurrence = occurrences_.text(current_);
  code_nominal(row, plays_[current_].nominal.value_or(last_nominal_));
}

template <class Way>
void PackedRows<Way>::code_new_occurrence(Row& row, std::uint64_t code) {
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

template <class Way>
void PackedRows<Way>::code_nominal(Row& row, std::uint64_t expected) {
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

template <class Way>
void PackedRows<Way>::code_known(Column column, PackedWords& words, std::string& text) {
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

template <class Way>
void PackedRows<Way>::code_content(std::string& content) {
  std::uint64_t code = kContentText;
  base::Sha256 hash{};
  if constexpr (Way::kPacks) {
    if (const auto made = base::sha256_from_hex(content); made && base::to_hex(*made) == content) {
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

template <class Way>
void PackedRows<Way>::code_frames(Row& row) {
  PackedPlay& play = plays_[current_];
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

template <class Way>
void PackedRows<Way>::code_times(Row& row) {
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

template <class Way>
void PackedRows<Way>::code_evidence(Row& row) {
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

template <class Way>
std::string PackedRows<Way>::code_numbers(const EvidenceParts& parts, std::uint64_t frames_played) {
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

template class PackedRows<Packing>;
template class PackedRows<Unpacking>;

}  // namespace loa::protocol
