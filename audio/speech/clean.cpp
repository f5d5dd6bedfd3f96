#include "audio/speech/clean.h"

#include <utf8proc.h>

#include <map>

#include "audio/speech/letters.h"
#include "base/unicode.h"

namespace loa::audio::speech {
namespace {

// More on one letter is nobody's spelling, and sorting them takes the square of their number.
constexpr int kMostMarks = 4;

const std::map<char32_t, const char*>& replacements() {
  static const std::map<char32_t, const char*> kReplacements{
      {'\t', " "},    {'\v', "\n"},     {'\f', "\n"},     {0x85, "\n"},   {0x2028, "\n"},
      {0x2029, "\n"}, {0xB0, "°"},      {0xBA, "°"},      {0x2103, "°C"}, {0x2116, " số "},
      {0xB2, "2"},    {0xB3, "3"},      {0xB9, ""},       {0xBC, " 1/4"}, {0xBD, " 1/2"},
      {0xBE, " 3/4"}, {0x2153, " 1/3"}, {0x2154, " 2/3"}, {0x2010, "-"},  {0x2011, "-"},
      {0x2012, "–"},  {0x2013, "–"},    {0x2014, "–"},    {0x2015, "–"},  {0x2212, "–"},
      {0x2022, "•"},  {0x2023, "•"},    {0x25AA, "•"},    {0x25CF, "•"},  {0x25E6, "•"},
      {0x25A0, "•"},  {0xB7, "•"},      {0xF0B7, "•"},    {0x2032, "'"},  {0x2033, "\""},
      {0xD0, "Đ"},    {0xF0, "đ"},      {0x189, "Đ"},     {0x20AB, "đ"},  {0x2044, "/"},
      {0xD7, "×"},    {0x20AC, "€"},    {0x2264, "≤"},    {0x2265, "≥"},  {0x2030, "‰"},
      {0x2026, "…"},  {0x200D, ""},     {0x200B, ""},     {0xAD, ""},     {0xFEFF, ""}};
  return kReplacements;
}

// Ⅰ to Ⅻ, large and small.
constexpr const char* kRomans[]{"I",   "II",   "III", "IV", "V",  "VI",
                                "VII", "VIII", "IX",  "X",  "XI", "XII"};

// What is spoken of nobody's, by its category: nothing in its place, or a space.
bool joins(utf8proc_category_t category) {
  return category == UTF8PROC_CATEGORY_CF || category == UTF8PROC_CATEGORY_SK ||
         category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC ||
         category == UTF8PROC_CATEGORY_ME;
}

bool is_punctuation(utf8proc_category_t category) {
  return category >= UTF8PROC_CATEGORY_PC && category <= UTF8PROC_CATEGORY_PO;
}

class Cleaner {
 public:
  explicit Cleaner(std::size_t size) { out_.reserve(size); }

  void add(char32_t point) {
    if (point < 0x80) return add_ascii(static_cast<char>(point));
    if (point >= 0xFF01 && point <= 0xFF5E) return add_ascii(static_cast<char>(point - 0xFEE0));
    if (point >= 0x2160 && point <= 0x217F) return put(kRomans[(point - 0x2160) % 16 % 12]);
    const auto known = replacements().find(point);
    if (known != replacements().end()) return put(known->second);
    add_other(point);
  }

  std::string take() { return std::move(out_); }

 private:
  void put(const char* text) {
    out_ += text;
    marks_ = kMostMarks;
  }

  void add_ascii(char c) {
    marks_ = is_letter(static_cast<char32_t>(c)) ? 0 : kMostMarks;
    if (c == '\n' || (c >= ' ' && c < 0x7F)) {
      out_ += c;
    } else {
      const auto known = replacements().find(static_cast<char32_t>(c));
      if (known != replacements().end()) out_ += known->second;
    }
  }

  void add_other(char32_t point) {
    const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(point));
    if (is_letter(point)) {
      marks_ = 0;
    } else if (is_mark(point) && marks_ < kMostMarks) {
      ++marks_;
    } else if (joins(category)) {
      return;
    } else if (!is_punctuation(category)) {
      return put(" ");
    } else {
      marks_ = kMostMarks;
    }
    append(out_, point);
  }

  std::string out_;
  int marks_ = kMostMarks;  // on the letter that stands last; none may begin a word
};

// The two line ends that are not Unix'.
std::string with_line_feeds(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] != '\r') {
      text += bytes[i];
    } else if (i + 1 == bytes.size() || bytes[i + 1] != '\n') {
      text += '\n';
    }
  }
  return text;
}

std::string filtered(std::string_view text) {
  Cleaner cleaner(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto point = point_at(text, i);
    cleaner.add(point.valid ? point.value : U' ');
    i += point.bytes;
  }
  return cleaner.take();
}

}  // namespace

std::string cleaned(std::string_view bytes) {
  // Composing may bring forth what the filter is to see (a Kelvin sign is a K), and filtering may
  // bring letter and mark together.
  return base::to_nfc(filtered(base::to_nfc(filtered(with_line_feeds(bytes)))));
}

}  // namespace loa::audio::speech
