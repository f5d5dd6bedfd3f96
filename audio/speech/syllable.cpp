#include "audio/speech/syllable.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "audio/speech/letters.h"
#include "base/bytes.h"
#include "base/unicode.h"

namespace loa::audio::speech {
namespace {

constexpr const char* kOnsets[]{"",   "b",  "c", "ch", "d",  "đ",  "g",   "gh", "gi", "h",
                                "k",  "kh", "l", "m",  "n",  "ng", "ngh", "nh", "p",  "ph",
                                "qu", "r",  "s", "t",  "th", "tr", "v",   "x"};

constexpr const char* kRimes[]{
    "a",   "ac",   "ach",  "ai",   "am",   "an",  "ang",  "anh",  "ao",   "ap",   "at",   "au",
    "ay",  "ăc",   "ăm",   "ăn",   "ăng",  "ăp",  "ăt",   "âc",   "âm",   "ân",   "âng",  "âp",
    "ât",  "âu",   "ây",   "e",    "ec",   "em",  "en",   "eng",  "eo",   "ep",   "et",   "ê",
    "êch", "êm",   "ên",   "ênh",  "êp",   "êt",  "êu",   "i",    "ia",   "ich",  "im",   "in",
    "inh", "ip",   "it",   "iu",   "iêc",  "iêm", "iên",  "iêng", "iêp",  "iêt",  "iêu",  "o",
    "oc",  "oi",   "om",   "on",   "ong",  "op",  "ot",   "oa",   "oac",  "oach", "oai",  "oam",
    "oan", "oang", "oanh", "oao",  "oap",  "oat", "oay",  "oăc",  "oăm",  "oăn",  "oăng", "oăt",
    "oe",  "oen",  "oeo",  "oet",  "ô",    "ôc",  "ôi",   "ôm",   "ôn",   "ông",  "ôp",   "ôt",
    "ơ",   "ơi",   "ơm",   "ơn",   "ơp",   "ơt",  "u",    "ua",   "uc",   "ui",   "um",   "un",
    "ung", "up",   "ut",   "uân",  "uâng", "uât", "uây",  "uê",   "uêch", "uênh", "uơ",   "uôc",
    "uôi", "uôm",  "uôn",  "uông", "uôt",  "uy",  "uych", "uyn",  "uynh", "uyp",  "uyt",  "uya",
    "uyu", "uyên", "uyêt", "ư",    "ưa",   "ưc",  "ưi",   "ưng",  "ưt",   "ưu",   "ươc",  "ươi",
    "ươm", "ươn",  "ương", "ươp",  "ươt",  "ươu", "y",    "yêm",  "yên",  "yêng", "yêt",  "yêu"};

constexpr std::size_t kLongestLabel = 40;
constexpr std::size_t kLongestSyllable = 7;

using Words = std::set<std::string, std::less<>>;

struct Untoned {
  std::string letters;   // lower case, NFC
  bool stopped = false;  // the tone is sharp or heavy, which a coda of c, ch, p or t wants
};

std::string decomposed(std::string_view word) {
  utf8proc_uint8_t* parts = nullptr;
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE);
  const auto length = utf8proc_map(base::bytes_of(word), static_cast<utf8proc_ssize_t>(word.size()),
                                   &parts, options);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(parts, &std::free);
  if (length < 0) return std::string(word);
  return {reinterpret_cast<const char*>(parts), static_cast<std::size_t>(length)};
}

// The tone mark goes; what makes another letter of it (ă â ê ô ơ ư) stays.
Untoned without_tone(std::string_view word) {
  Untoned result;
  const std::string parts = decomposed(word);
  for (std::size_t i = 0; i < parts.size();) {
    const auto point = point_at(parts, i);
    const bool stops = point.value == 0x301 || point.value == 0x323;  // sắc, nặng
    if (stops || point.value == 0x300 || point.value == 0x303 || point.value == 0x309) {
      result.stopped = stops;
    } else {
      append(result.letters, point.value);
    }
    i += point.bytes;
  }
  result.letters = base::to_nfc(result.letters);
  return result;
}

std::string unmarked(std::string_view word) {
  std::string letters;
  for (const char c : decomposed(word)) {
    if ((static_cast<unsigned char>(c) & 0x80U) == 0) letters += c;
  }
  return word.starts_with("đ") ? "d" + letters : letters;
}

const Words& onsets() {
  static const Words words(std::begin(kOnsets), std::end(kOnsets));
  return words;
}
const Words& rimes() {
  static const Words words(std::begin(kRimes), std::end(kRimes));
  return words;
}
const Words& unmarked_rimes() {
  static const Words words = [] {
    Words all;
    for (const char* rime : kRimes) {
      all.insert(unmarked(rime));
    }
    return all;
  }();
  return words;
}

bool has_parts(std::string_view letters, const Words& wanted_rimes) {
  for (std::size_t cut = 0; cut < letters.size() && cut <= 3; ++cut) {
    if (onsets().contains(letters.substr(0, cut)) && wanted_rimes.contains(letters.substr(cut))) {
      return true;
    }
  }
  return false;
}

bool ends_in_stop(std::string_view letters) {
  return letters.ends_with('c') || letters.ends_with("ch") || letters.ends_with('p') ||
         letters.ends_with('t');
}

bool is_unmarked_syllable(std::string_view letters) {
  return letters.size() <= kLongestSyllable && has_parts(letters, unmarked_rimes());
}

}  // namespace

bool is_syllable(std::string_view word) {
  if (word.size() > 4 * kLongestSyllable) return false;
  const Untoned bare = without_tone(word);
  // "gì", "giếng": the i is of the onset and of the rime.
  const bool shaped =
      has_parts(bare.letters, rimes()) || bare.letters == "gi" ||
      (bare.letters.starts_with("giê") && has_parts(bare.letters.substr(1), rimes()));
  return shaped && (ends_in_stop(bare.letters) ? bare.stopped : true);
}

std::string cut_into_syllables(std::string_view label) {
  if (label.empty() || label.size() > kLongestLabel) return {};
  // fewest[i]: of how few syllables the first i letters can be, and where the last of them begins.
  std::vector<std::pair<int, std::size_t>> fewest(label.size() + 1, {-1, 0});
  fewest[0].first = 0;
  for (std::size_t end = 1; end <= label.size(); ++end) {
    const std::size_t longest = std::min(end, kLongestSyllable);
    for (std::size_t length = longest; length > 0; --length) {
      const auto before = fewest[end - length].first;
      if (before < 0 || !is_unmarked_syllable(label.substr(end - length, length))) continue;
      if (fewest[end].first < 0 || before + 1 < fewest[end].first) {
        fewest[end] = {before + 1, end - length};
      }
    }
  }
  if (fewest.back().first < 0) return {};
  std::string words;
  for (std::size_t end = label.size(); end > 0; end = fewest[end].second) {
    const auto begin = fewest[end].second;
    words.insert(0, std::string(label.substr(begin, end - begin)) + (words.empty() ? "" : " "));
  }
  return words;
}

}  // namespace loa::audio::speech
