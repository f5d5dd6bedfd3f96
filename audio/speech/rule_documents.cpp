// Numbers of documents: 76/NQ-CP is "nghị quyết số bảy mươi sáu của Chính phủ". The kind is left
// out where it was said, the office where "của" follows.
#include <algorithm>
#include <vector>

#include "audio/speech/letters.h"
#include "audio/speech/numerals.h"
#include "audio/speech/reading.h"
#include "base/unicode.h"

namespace loa::audio::speech {
namespace {

using Kind = Token::Kind;

constexpr std::size_t kMostSymbols = 4;

struct Symbol {
  std::string_view letters;
  std::string_view digits;  // the 15 of QH15
};

struct Document {
  std::string number;  // in words
  std::string_view year;
  std::vector<Symbol> symbols;
  std::size_t end = 0;
};

bool is_symbol(const Reading& reading, std::size_t at) {
  return reading.is(at, Kind::word) && starts_upper(reading.text(at));
}

// QĐ-TTg, BNV-CCHC, QH15, "QĐ - UBND"; what follows a dash has to be written in capitals as well.
void read_symbols(const Reading& reading, std::size_t at, Document& document) {
  while (is_symbol(reading, at) && document.symbols.size() < kMostSymbols) {
    Symbol symbol{reading.text(at), {}};
    if (reading.is(at + 1, Kind::digits)) symbol.digits = reading.text(++at);
    document.symbols.push_back(symbol);
    document.end = at + 1;
    const std::size_t dash = reading.over_space(at + 1);
    at = reading.over_space(dash + 1);
    const bool all_upper =
        at < reading.tokens.size() && (dash == document.end || is_all_upper(reading.text(at)));
    if (!reading.is_dash(dash) || !all_upper) break;
  }
}

// 18-NQ/TW, as the Party writes it.
bool read_party_form(const Reading& reading, std::size_t at, Document& document) {
  if (!reading.is_dash(at) || !is_symbol(reading, at + 1) || !reading.is(at + 2, "/")) return false;
  if (reading.abbreviations.find(Use::document, reading.text(at + 1)) == nullptr) return false;
  document.symbols.push_back({reading.text(at + 1), {}});
  read_symbols(reading, at + 3, document);
  return document.symbols.size() > 1;
}

bool read_state_form(const Reading& reading, std::size_t at, Document& document) {
  if (!reading.is(at, "/")) return false;
  const auto year = reading.text(at + 1);
  if (reading.is(at + 1, Kind::digits) && year.size() == 4 && reading.is(at + 2, "/")) {
    document.year = year;
    at += 2;
  }
  read_symbols(reading, at + 1, document);
  return !document.symbols.empty() && base::count_characters(document.symbols.front().letters) > 1;
}

std::optional<Document> document_at(const Reading& reading, std::size_t from) {
  Document document;
  document.number = numbered(reading.text(from));
  std::size_t at = from + 1;
  if (reading.is(at, ".") && reading.is(at + 1, Kind::digits)) {
    document.number += " chấm " + numbered(reading.text(at + 1));
    at += 2;
  }
  if (read_party_form(reading, at, document)) return document;
  document.symbols.clear();
  if (read_state_form(reading, at, document)) return document;
  return std::nullopt;
}

std::string office_words(const Reading& reading, const Symbol& symbol) {
  const auto* words = reading.abbreviations.find(Use::office, symbol.letters);
  if (words == nullptr) words = reading.abbreviations.find(Use::anywhere, symbol.letters);
  std::string said = words == nullptr ? letter_names(symbol.letters) : *words;
  if (!symbol.digits.empty()) {
    const bool assembly = symbol.letters.starts_with("QH") || symbol.letters.ends_with("QH");
    said += (assembly ? " khóa " : " ") + cardinal(symbol.digits);
  }
  return said;
}

// "... ngày 15/7/2021 của Chính phủ"
bool office_follows(const Reading& reading, std::size_t at) {
  constexpr std::size_t kMostTokens = 14;
  for (std::size_t end = at + kMostTokens; at < end; ++at) {
    if (reading.is(at, "của")) return true;
    const bool date = reading.is(at, Kind::space) || reading.is(at, Kind::digits) ||
                      reading.is(at, "/") || reading.is(at, "-") || reading.is(at, "ngày") ||
                      reading.is(at, "tháng") || reading.is(at, "năm");
    if (!date) return false;
  }
  return false;
}

void say_kind(Scribe& out, const std::string& kind) {
  const std::string lowered = lower(kind);
  if (out.said(lowered) || out.said(lowered + " số") || out.said("văn bản số")) return;
  if (out.said("số")) out.take_back("số");
  out.say(kind + " số");
}

void say_document(Reading& reading, const Document& document) {
  auto offices = document.symbols.begin();
  const auto* kind = reading.abbreviations.find(Use::document, offices->letters);
  if (kind != nullptr) {
    say_kind(reading.out, *kind);
    ++offices;
  }
  reading.out.say(document.number);
  if (!document.year.empty()) reading.out.say("năm " + cardinal(document.year));
  if (office_follows(reading, document.end)) return;
  for (auto office = offices; office != document.symbols.end(); ++office) {
    if (office != offices) reading.out.soft_pause();
    reading.out.say((office == offices ? "của " : "") + office_words(reading, *office));
  }
}

}  // namespace

bool read_document(Reading& reading) {
  if (!reading.is(reading.at, Kind::digits)) return false;
  const auto document = document_at(reading, reading.at);
  if (!document) return false;
  say_document(reading, *document);
  reading.at = document->end;
  return true;
}

}  // namespace loa::audio::speech
