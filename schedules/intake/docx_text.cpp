#include "schedules/intake/docx_text.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "schedules/intake/xml_part.h"

namespace loa::schedules::intake {
namespace {

template <std::size_t N>
bool is_one_of(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

constexpr std::array<std::string_view, 2> kStruckOut = {"del", "moveFrom"};
constexpr std::array<std::string_view, 10> kWrappers = {
    "ins",      "moveTo",    "sdt",       "sdtContent", "customXml",
    "smartTag", "hyperlink", "fldSimple", "dir",        "bdo"};

void add_shown(pugi::xml_node node, std::vector<pugi::xml_node>& result) {
  for (const auto child : node.children()) {
    const auto name = local_name(child);
    if (is_one_of(name, kStruckOut)) continue;
    if (is_one_of(name, kWrappers)) {
      add_shown(child, result);
    } else if (name == "AlternateContent") {
      const auto choice = child_of(child, "Choice");
      add_shown(choice ? choice : child_of(child, "Fallback"), result);
    } else {
      result.push_back(child);
    }
  }
}

// An on/off property: there without a value means on.
bool has_property(pugi::xml_node properties, std::string_view name) {
  const auto property = child_of(properties, name);
  if (!property) return false;
  const auto value = attribute_of(property, "val");
  return value != "0" && value != "false" && value != "off";
}

std::string run_text(pugi::xml_node run) {
  if (has_property(child_of(run, "rPr"), "vanish")) return {};
  std::string result;
  for (const auto part : shown_children(run)) {
    const auto name = local_name(part);
    if (name == "t") result += text_of(part);
    if (name == "tab" || name == "ptab") result += '\t';
    if (name == "br" || name == "cr") result += '\n';
    if (name == "noBreakHyphen") result += '-';
  }
  return result;
}

}  // namespace

std::vector<pugi::xml_node> shown_children(pugi::xml_node node) {
  std::vector<pugi::xml_node> result;
  add_shown(node, result);
  return result;
}

std::string paragraph_text(pugi::xml_node paragraph) {
  std::string result;
  for (const auto run : shown_children(paragraph)) {
    if (local_name(run) == "r") result += run_text(run);
  }
  return result;
}

bool runs_into_next(pugi::xml_node paragraph) {
  return has_property(child_of(child_of(paragraph, "pPr"), "rPr"), "del");
}

}  // namespace loa::schedules::intake
