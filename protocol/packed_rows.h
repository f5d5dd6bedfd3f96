// The rows of a packed batch, by their columns. What both ways expect of a field is the same, as
// both have seen the same rows before. docs/protocol.md, Packed batches.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "journal/row.h"
#include "protocol/evidence_parts.h"
#include "protocol/packed_columns.h"

namespace loa::protocol {

// Texts that come again and again, numbered as they come.
class PackedWords {
 public:
  std::optional<std::size_t> find(const std::string& text) const {
    const auto found = numbers_.find(text);
    return found == numbers_.end() ? std::nullopt : std::optional(found->second);
  }
  const std::string& text(std::uint64_t number) const {
    demand(number < texts_.size());
    return texts_[static_cast<std::size_t>(number)]->first;
  }
  std::size_t size() const { return texts_.size(); }
  // One that is there already keeps its number.
  void add(const std::string& text) {
    const auto [place, added] = numbers_.emplace(text, texts_.size());
    if (added) texts_.push_back(place);
  }

 private:
  std::map<std::string, std::size_t> numbers_;
  std::vector<std::map<std::string, std::size_t>::const_iterator> texts_;
};

// What the rows of one occurrence had so far.
struct PackedPlay {
  std::optional<std::uint64_t> nominal;
  std::uint64_t due = 0;
  std::uint64_t played = 0;
  std::uint64_t dropped = 0;
};

// Way is Packing, which reads the row, or Unpacking, which fills it. Both throw NotPacked.
template <class Way>
class PackedRows {
 public:
  explicit PackedRows(Way& way) : way_(way) {}

  // All of the row but what follows from its place.
  void code(journal::Row& row);

 private:
  void code_state(journal::Row& row);
  std::uint64_t occurrence_code(const journal::Row& row) const;
  void code_occurrence(journal::Row& row);
  void code_new_occurrence(journal::Row& row, std::uint64_t code);
  void code_nominal(journal::Row& row, std::uint64_t expected);
  // 0: a new one; else one more than its number.
  void code_known(Column column, PackedWords& words, std::string& text);
  void code_content(std::string& content);
  void code_frames(journal::Row& row);
  // What is written down as it begins comes as long before its time as the one before did, and an
  // item's end as long after it; all else follows at once.
  void code_times(journal::Row& row);
  // Words that begin with a zero byte are the evidence itself.
  void code_evidence(journal::Row& row);
  // Each number by the last one behind the same words.
  std::string code_numbers(const EvidenceParts& parts, std::uint64_t frames_played);

  Way& way_;
  PackedWords occurrences_;
  std::vector<PackedPlay> plays_;  // by their number
  std::size_t current_ = 0;        // the occurrence of the row before
  std::uint64_t last_nominal_ = 0;
  PackedWords heads_;
  PackedWords titles_;
  PackedWords areas_;
  PackedWords boots_;
  PackedWords reasons_;
  PackedWords contents_;
  std::map<std::string, std::uint64_t> lengths_;  // of media, by content
  std::uint64_t last_wall_ = 0;
  std::uint64_t after_intent_ = 0;
  std::uint64_t after_item_ = 0;
  std::uint64_t apart_ = 0;
  PackedWords words_;
  std::map<std::string, std::uint64_t> last_numbers_;
};

}  // namespace loa::protocol
