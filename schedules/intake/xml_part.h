// One XML part of an Office file, read with pugixml behind guards. Names are compared without their
// namespace prefix: programs differ in the prefixes they write.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace loa::schedules::intake {

class XmlPart {
 public:
  // Throws Refused: not XML, a DOCTYPE (no Office program writes one, and entities hide in it),
  // more than 4 million elements and attributes, elements nested deeper than 200.
  explicit XmlPart(std::string bytes);

  pugi::xml_node root() const { return document_.document_element(); }

 private:
  std::string bytes_;  // the document's nodes point into it
  pugi::xml_document document_;
};

std::string_view local_name(pugi::xml_node node);

// The first child of that name; a null node if there is none.
pugi::xml_node child_of(pugi::xml_node node, std::string_view name);
std::vector<pugi::xml_node> children_of(pugi::xml_node node, std::string_view name);

// The attribute's value, "" if there is none.
std::string_view attribute_of(pugi::xml_node node, std::string_view name);
// Whether the attribute says "1", "true" or "on".
bool is_on(pugi::xml_node node, std::string_view attribute);

// The text of the element itself, without that of elements in it.
std::string text_of(pugi::xml_node node);

}  // namespace loa::schedules::intake
