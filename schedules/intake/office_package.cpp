#include "schedules/intake/office_package.h"

#include <vector>

#include "schedules/intake/refused.h"
#include "schedules/intake/xml_part.h"

namespace loa::schedules::intake {
namespace {

std::string folder_of(std::string_view part) {
  const auto slash = part.rfind('/');
  return slash == part.npos ? std::string() : std::string(part.substr(0, slash + 1));
}

std::string relations_part(std::string_view part) {
  const auto folder = folder_of(part);
  return folder + "_rels/" + std::string(part.substr(folder.size())) + ".rels";
}

// "../media/a" seen from "xl/worksheets/" is "xl/media/a".
std::string resolve(const std::string& folder, std::string_view target) {
  const std::string path =
      target.starts_with('/') ? std::string(target) : folder + std::string(target);
  std::vector<std::string_view> kept;
  std::string_view rest = path;
  while (!rest.empty()) {
    const auto slash = std::min(rest.find('/'), rest.size());
    const auto step = rest.substr(0, slash);
    rest.remove_prefix(std::min(slash + 1, rest.size()));
    if (step.empty() || step == ".") continue;
    if (step != "..") {
      kept.push_back(step);
    } else if (kept.empty()) {
      throw Refused("zip-names", {"tệp trỏ ra ngoài chính nó: không mở tệp này",
                                  "the file points out of itself: it is not opened"});
    } else {
      kept.pop_back();
    }
  }
  std::string result;
  for (const auto step : kept) result += (result.empty() ? "" : "/") + std::string(step);
  return result;
}

std::string_view last_word(std::string_view type) {
  const auto slash = type.rfind('/');
  return slash == type.npos ? type : type.substr(slash + 1);
}

}  // namespace

std::map<std::string, Relation> relations_of(ZipFile& package, std::string_view part) {
  std::map<std::string, Relation> result;
  const auto name = relations_part(part);
  if (!package.has(name)) return result;
  const XmlPart relations(package.read(name));
  for (const auto relation : children_of(relations.root(), "Relationship")) {
    if (attribute_of(relation, "TargetMode") == "External") continue;
    result[std::string(attribute_of(relation, "Id"))] = {
        std::string(last_word(attribute_of(relation, "Type"))),
        resolve(folder_of(part), attribute_of(relation, "Target"))};
  }
  return result;
}

std::string target_of_type(const std::map<std::string, Relation>& relations,
                           std::string_view type) {
  for (const auto& [id, relation] : relations) {
    if (relation.type == type) return relation.target;
  }
  return {};
}

std::string main_part_of(ZipFile& package) {
  return target_of_type(relations_of(package, ""), "officeDocument");
}

}  // namespace loa::schedules::intake
