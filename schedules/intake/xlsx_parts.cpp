#include "schedules/intake/xlsx_parts.h"

#include <charconv>
#include <map>
#include <optional>

namespace loa::schedules::intake {
namespace {

unsigned number_of(std::string_view text) {
  unsigned value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string utf8_of(unsigned unit) {
  if (unit < 0x80) return {static_cast<char>(unit)};
  const auto tail = [](unsigned bits) { return static_cast<char>(0x80 | (bits & 0x3F)); };
  if (unit < 0x800) return {static_cast<char>(0xC0 | (unit >> 6)), tail(unit)};
  return {static_cast<char>(0xE0 | (unit >> 12)), tail(unit >> 6), tail(unit)};
}

// "_x000A_" at the front of `text`: its UTF-16 unit.
std::optional<unsigned> escape_at(std::string_view text) {
  if (text.size() < 7 || !text.starts_with("_x") || text[6] != '_') return {};
  unsigned unit = 0;
  const auto result = std::from_chars(text.data() + 2, text.data() + 6, unit, 16);
  if (result.ptr != text.data() + 6) return {};
  return unit;
}

}  // namespace

std::string without_escapes(std::string text) {
  if (text.find("_x") == text.npos) return text;
  std::string result;
  std::string_view rest = text;
  while (!rest.empty()) {
    const auto unit = escape_at(rest);
    result += unit ? utf8_of(*unit) : std::string(1, rest.front());
    rest.remove_prefix(unit ? 7 : 1);
  }
  return result;
}

std::string rich_text_of(pugi::xml_node node) {
  std::string result;
  for (const auto child : node.children()) {
    const auto name = local_name(child);
    if (name == "t") result += text_of(child);
    if (name == "r") {
      for (const auto text : children_of(child, "t")) result += text_of(text);
    }
  }
  return without_escapes(std::move(result));
}

std::vector<std::string> shared_strings(pugi::xml_node root) {
  std::vector<std::string> result;
  for (const auto item : children_of(root, "si")) result.push_back(rich_text_of(item));
  return result;
}

CellStyles::CellStyles(pugi::xml_node root) : formats_(1) {
  std::map<unsigned, std::string> own_codes;
  for (const auto format : children_of(child_of(root, "numFmts"), "numFmt")) {
    own_codes[number_of(attribute_of(format, "numFmtId"))] = attribute_of(format, "formatCode");
  }
  std::map<unsigned, std::size_t> index_of = {{0, 0}};
  for (const auto style : children_of(child_of(root, "cellXfs"), "xf")) {
    const unsigned id = number_of(attribute_of(style, "numFmtId"));
    const auto [entry, is_new] = index_of.emplace(id, formats_.size());
    if (is_new) {
      const auto own = own_codes.find(id);
      formats_.emplace_back(own == own_codes.end() ? built_in_format(id) : own->second);
    }
    of_style_.push_back(entry->second);
  }
}

const NumberFormat& CellStyles::format(std::size_t style) const {
  return formats_[style < of_style_.size() ? of_style_[style] : 0];
}

}  // namespace loa::schedules::intake
