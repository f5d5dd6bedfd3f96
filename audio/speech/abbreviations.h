// What is written short and how it is said. The list that comes with Loa is
// words/abbreviations.tsv; a station adds lines of its own. A line: what is written, a tab, how it
// is said, and, where it is not said so everywhere, a tab and its use.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "base/problem.h"

namespace loa::audio::speech {

enum class Use {
  anywhere,
  before_name,    // "trước tên": where a name in capitals or a number follows
  before_number,  // "trước số": where a number follows that does not begin with 0
  unit,           // "đơn vị": behind a number
  document,       // "văn bản": the kind of document in its number (76/NQ-CP)
  office,         // "cơ quan": who issued it, in the same place
  address,        // "địa chỉ": a part of a web or mail address
};
inline constexpr std::size_t kUses = 7;

class Abbreviations {
 public:
  // What comes with Loa.
  static const Abbreviations& built_in();

  // Takes the lines of `tsv` in; one that is there already is said as the new one tells. Returns
  // what is wrong, by line and field; where that is anything, nothing has been taken in. A '#'
  // begins a comment. `file` names places. No I/O.
  base::Problems add(std::string_view tsv, const std::string& file);

  // Null if `written` is not said otherwise there.
  const std::string* find(Use use, std::string_view written) const;
  // Of all that is written short, in bytes.
  std::size_t longest() const { return longest_; }
  // Differs where anything is said differently; for names in a cache.
  std::string fingerprint() const;

 private:
  using Words = std::map<std::string, std::string, std::less<>>;
  std::array<Words, kUses> words_;
  std::size_t longest_ = 0;
};

}  // namespace loa::audio::speech
