#include "schedules/intake/xml_part.h"

#include <algorithm>
#include <utility>

#include "schedules/intake/refused.h"

namespace loa::schedules::intake {
namespace {

// A DOM node is about 60 bytes: this bounds a part's memory to some 250 MB.
constexpr std::ptrdiff_t kMostMarks = 4'000'000;
constexpr int kDeepest = 200;

Refused damaged_part() {
  return {"xml-damaged",
          {"nội dung bên trong tệp bị hỏng: hãy mở tệp bằng Excel/Word rồi lưu lại",
           "what is inside the file is damaged: open it in Excel/Word and save it again"}};
}

Refused has_doctype() {
  return {"xml-doctype",
          {"tệp chứa khai báo DOCTYPE, thứ mà Excel và Word không bao giờ ghi: không mở tệp này",
           "the file has a DOCTYPE, which Excel and Word never write: it is not opened"}};
}

Refused too_many() {
  return {"xml-too-large",
          {"tệp có quá nhiều ô (quá 4 triệu phần tử): hãy chỉ để lại các trang của lịch",
           "the file has too many cells (more than 4 million elements): leave only the schedule's "
           "sheets in it"}};
}

Refused too_deep() {
  return {"xml-too-deep",
          {"nội dung bên trong tệp lồng nhau quá sâu (quá 200 lớp)",
           "what is inside the file is nested too deep (more than 200 levels)"}};
}

bool deeper_than(pugi::xml_node root, int limit) {
  int depth = 1;
  pugi::xml_node node = root;
  while (node) {
    if (depth > limit) return true;
    if (node.first_child()) {
      node = node.first_child();
      ++depth;
      continue;
    }
    while (node && node != root && !node.next_sibling()) {
      node = node.parent();
      --depth;
    }
    if (node == root) return false;
    node = node.next_sibling();
  }
  return false;
}

}  // namespace

XmlPart::XmlPart(std::string bytes) : bytes_(std::move(bytes)) {
  const auto marks =
      std::count_if(bytes_.begin(), bytes_.end(), [](char c) { return c == '<' || c == '='; });
  if (marks > kMostMarks) throw too_many();
  const auto options = pugi::parse_default | pugi::parse_ws_pcdata_single | pugi::parse_doctype;
  const auto result = document_.load_buffer_inplace(bytes_.data(), bytes_.size(), options);
  for (const auto node : document_.children()) {
    if (node.type() == pugi::node_doctype) throw has_doctype();
  }
  if (!result || !root()) throw damaged_part();
  if (deeper_than(root(), kDeepest)) throw too_deep();
}

std::string_view local_name(pugi::xml_node node) {
  const std::string_view name = node.name();
  const auto colon = name.find(':');
  return colon == name.npos ? name : name.substr(colon + 1);
}

pugi::xml_node child_of(pugi::xml_node node, std::string_view name) {
  for (const auto child : node.children()) {
    if (local_name(child) == name) return child;
  }
  return {};
}

std::vector<pugi::xml_node> children_of(pugi::xml_node node, std::string_view name) {
  std::vector<pugi::xml_node> result;
  for (const auto child : node.children()) {
    if (local_name(child) == name) result.push_back(child);
  }
  return result;
}

std::string_view attribute_of(pugi::xml_node node, std::string_view name) {
  for (const auto attribute : node.attributes()) {
    std::string_view own = attribute.name();
    if (const auto colon = own.find(':'); colon != own.npos) own.remove_prefix(colon + 1);
    if (own == name) return attribute.value();
  }
  return {};
}

bool is_on(pugi::xml_node node, std::string_view attribute) {
  const auto value = attribute_of(node, attribute);
  return value == "1" || value == "true" || value == "on";
}

std::string text_of(pugi::xml_node node) {
  std::string result;
  for (const auto child : node.children()) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
      result += child.value();
    }
  }
  return result;
}

}  // namespace loa::schedules::intake
