// What a file is by its bytes, and what to do with one that cannot be read.
#include <algorithm>
#include <array>

#include "schedules/intake/delimited.h"
#include "schedules/intake/kind_of_parts.h"
#include "schedules/intake/refused.h"
#include "schedules/intake/rows.h"

namespace loa::schedules::intake {
namespace {

struct Signature {
  std::string_view bytes;
  std::size_t offset;
  Foreign foreign;
};

constexpr std::array kSignatures = {
    Signature{"%PDF", 0, Foreign::pdf},
    Signature{"\x89PNG", 0, Foreign::picture},
    Signature{"\xFF\xD8\xFF", 0, Foreign::picture},
    Signature{"GIF8", 0, Foreign::picture},
    Signature{"BM", 0, Foreign::picture},
    Signature{"II*\0", 0, Foreign::picture},
    Signature{"MM\0*", 0, Foreign::picture},
    Signature{"WEBP", 8, Foreign::picture},
    Signature{"ftyphei", 4, Foreign::picture},
    Signature{"ftypmif1", 4, Foreign::picture},
    Signature{"ftyp", 4, Foreign::sound},
    Signature{"ID3", 0, Foreign::sound},
    Signature{"\xFF\xFB", 0, Foreign::sound},
    Signature{"OggS", 0, Foreign::sound},
    Signature{"fLaC", 0, Foreign::sound},
    Signature{"WAVE", 8, Foreign::sound},
    Signature{"Rar!", 0, Foreign::archive},
    Signature{"7z\xBC\xAF\x27\x1C", 0, Foreign::archive},
    Signature{"\x1F\x8B", 0, Foreign::archive},
    Signature{"{\\rtf", 0, Foreign::rtf},
};

// A bitmap has the reserved bytes 0 after its size; text that begins with "BM" does not.
bool is_text_after_all(std::string_view bytes, const Signature& signature) {
  return signature.bytes == "BM" &&
         (bytes.size() < 10 || bytes.substr(6, 4) != std::string_view("\0\0\0\0", 4));
}

void refuse_foreign(std::string_view bytes) {
  for (const auto& signature : kSignatures) {
    if (bytes.size() < signature.offset + signature.bytes.size()) continue;
    if (!bytes.substr(signature.offset).starts_with(signature.bytes)) continue;
    if (!is_text_after_all(bytes, signature)) throw refusal(signature.foreign);
  }
}

std::string_view without_spaces_before(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t\n"), text.size()));
  return text;
}

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](std::string_view beginning) { return text.starts_with(beginning); });
}

// What cannot be read and control characters, together more than one in twenty.
bool is_binary(std::string_view text) {
  std::size_t odd = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    odd += (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F ||
           text.substr(i).starts_with("\xEF\xBF\xBD");
  }
  return odd * 20 > text.size();
}

FileKind kind_of_text(std::string_view bytes) {
  const std::string decoded = decode_text(bytes);
  const auto text = without_spaces_before(decoded);
  if (text.empty()) throw refusal(Foreign::empty);
  if (is_binary(text)) throw refusal(Foreign::unknown);
  if (text.starts_with("BEGIN:VCALENDAR")) return FileKind::icalendar;
  // Web systems give tables in HTML the name .xls; Excel 2003 wrote XML.
  if (starts_with_any(text,
                      {"<html", "<HTML", "<!DOCTYPE", "<!doctype", "<table", "<?xml", "<meta"})) {
    throw refusal(Foreign::web_page);
  }
  if (text.starts_with('{') || text.starts_with('[')) return FileKind::json;
  return guess_separator(decoded) ? FileKind::delimited : FileKind::lines;
}

FileKind kind_or_refusal(std::string_view bytes) {
  if (bytes.empty()) throw refusal(Foreign::empty);
  if (bytes.size() > kMostFileBytes) throw too_large();
  if (starts_with_any(bytes, {"PK\3\4", "PK\5\6"})) return kind_of_zip(bytes);
  if (bytes.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) throw refusal(kind_of_ole(bytes));
  refuse_foreign(bytes);
  return kind_of_text(bytes);
}

}  // namespace

FileKind kind_of(std::string_view bytes, const std::string& file, base::Problems& problems) {
  try {
    return kind_or_refusal(bytes);
  } catch (const Refused& refused) {
    problems.push_back(refused.as_problem(file));
    return FileKind::refused;
  }
}

}  // namespace loa::schedules::intake
