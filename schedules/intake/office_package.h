// How the parts of an Office file (OOXML: .xlsx, .docx) point to each other.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "schedules/intake/zip_file.h"

namespace loa::schedules::intake {

struct Relation {
  std::string type;    // the last word of its type: "worksheet", "sharedStrings"
  std::string target;  // a name in the package: "xl/worksheets/sheet1.xml"
};

// By id. What `part` ("" for the package itself) points to inside the package; empty if it has no
// relations. Throws Refused: damaged, targets that leave the package.
std::map<std::string, Relation> relations_of(ZipFile& package, std::string_view part);

// The first target of that type; "" if there is none.
std::string target_of_type(const std::map<std::string, Relation>& relations, std::string_view type);

// The part that the package is about, "xl/workbook.xml"; "" if it is not an Office file.
std::string main_part_of(ZipFile& package);

}  // namespace loa::schedules::intake
