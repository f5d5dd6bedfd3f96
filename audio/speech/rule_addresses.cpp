// Web and mail addresses: dichvucong.gov.vn is "dịch vụ công chấm gov chấm vê nờ".
#include <algorithm>
#include <array>

#include "audio/speech/letters.h"
#include "audio/speech/numerals.h"
#include "audio/speech/reading.h"
#include "audio/speech/syllable.h"

namespace loa::audio::speech {
namespace {

using Kind = Token::Kind;

constexpr std::size_t kAddressTokens = 60;
constexpr std::string_view kMarks = ".@:/-_?=&%#~+";
constexpr std::array<const char*, 11> kTopLabels{"vn",   "com", "net",  "org", "gov", "edu",
                                                 "info", "io",  "asia", "biz", "me"};
constexpr std::size_t kShort = 3;  // letters that are spelled rather than read as a word

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool belongs(const Reading& reading, std::size_t at) {
  if (reading.is(at, Kind::digits)) return true;
  if (reading.is(at, Kind::word)) return is_ascii(reading.text(at));
  return reading.is(at, Kind::mark) && reading.text(at).size() == 1 &&
         kMarks.find(reading.text(at).front()) != std::string_view::npos;
}

std::size_t end_of_chunk(const Reading& reading, std::size_t from) {
  std::size_t end = from;
  while (end < from + kAddressTokens && belongs(reading, end)) ++end;
  while (end > from && reading.is(end - 1, Kind::mark)) --end;  // the full stop of a sentence
  return end;
}

// "a.b.vn": two labels at least, the last one known, the first not a number.
bool is_host(std::string_view host) {
  const auto last = host.rfind('.');
  if (last == std::string_view::npos || last == 0 || host.find("..") != std::string_view::npos) {
    return false;
  }
  const std::string top = lower(host.substr(last + 1));
  const bool letters =
      std::ranges::any_of(host.substr(0, last), [](char c) { return c >= 'a' && c <= 'z'; });
  return letters && std::ranges::find(kTopLabels, top) != kTopLabels.end();
}

bool is_address(std::string_view text) {
  if (text.find("://") != std::string_view::npos || text.starts_with("www.")) return true;
  const auto at = text.find('@');
  if (at != std::string_view::npos) {
    return at > 0 && text.find('.', at) != std::string_view::npos;
  }
  return is_host(text.substr(0, text.find_first_of("/:?#")));
}

std::string label_words(const Reading& reading, std::string_view label) {
  const std::string lowered = lower(label);
  const auto* known = reading.abbreviations.find(Use::address, lowered);
  if (known != nullptr) return *known;
  std::string cut = cut_into_syllables(lowered);
  if (!cut.empty()) return cut;
  return lowered.size() <= kShort || !has_vowel(lowered) ? letter_names(lowered) : lowered;
}

const char* sign_words(char sign) {
  switch (sign) {
    case '.':
      return "chấm";
    case '@':
      return "a còng";
    case '/':
      return "gạch chéo";
    case '-':
      return "gạch ngang";
    case '_':
      return "gạch dưới";
    default:
      return "";
  }
}

std::size_t over_scheme(const Reading& reading, std::size_t from) {
  const bool scheme =
      reading.is(from + 1, ":") && reading.is(from + 2, "/") && reading.is(from + 3, "/");
  return scheme ? from + 4 : from;
}

}  // namespace

bool read_address(Reading& reading) {
  const std::size_t from = reading.at;
  if (!belongs(reading, from) || reading.is(from, Kind::mark)) return false;
  if (from > 0 && belongs(reading, from - 1)) return false;
  const std::size_t end = end_of_chunk(reading, from);
  if (!is_address(reading.text(from, end))) return false;
  for (std::size_t i = over_scheme(reading, from); i < end; ++i) {
    const auto text = reading.text(i);
    if (reading.is(i, Kind::word)) {
      reading.out.say(label_words(reading, text));
    } else {
      reading.out.say(reading.is(i, Kind::digits) ? one_by_one(text) : sign_words(text.front()));
    }
  }
  reading.at = end;
  return true;
}

}  // namespace loa::audio::speech
