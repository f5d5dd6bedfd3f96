#include "schedules/intake/kind_of_parts.h"
#include "schedules/intake/office_package.h"
#include "schedules/intake/xml_part.h"

namespace loa::schedules::intake {
namespace {

// The content type of a part, from [Content_Types].xml.
std::string content_type_of(ZipFile& package, const std::string& part) {
  const XmlPart types(package.read("[Content_Types].xml"));
  for (const auto entry : children_of(types.root(), "Override")) {
    if (attribute_of(entry, "PartName") == "/" + part) {
      return std::string(attribute_of(entry, "ContentType"));
    }
  }
  return {};
}

Foreign kind_of_other_zip(ZipFile& package) {
  if (!package.has("mimetype")) return Foreign::archive;
  const auto type = package.read("mimetype");
  if (type.find("opendocument.spreadsheet") != type.npos) return Foreign::open_document_sheet;
  if (type.find("opendocument.text") != type.npos) return Foreign::open_document_text;
  return Foreign::archive;
}

// A name in an OLE directory is UTF-16LE and ends in a zero.
bool has_stream(std::string_view bytes, std::string_view name) {
  std::string wide;
  for (const char c : name) wide += {c, '\0'};
  wide += {'\0', '\0'};
  return bytes.find(wide) != bytes.npos;
}

}  // namespace

FileKind kind_of_zip(std::string_view bytes) {
  ZipFile package(bytes);
  const auto main = main_part_of(package);
  if (main.empty()) throw refusal(kind_of_other_zip(package));
  const auto type = content_type_of(package, main);
  if (type.find("sheet.binary") != type.npos) throw refusal(Foreign::xlsb);
  const auto root = XmlPart(package.read(main));
  if (local_name(root.root()) == "workbook") return FileKind::xlsx;
  if (local_name(root.root()) == "document") return FileKind::docx;
  if (local_name(root.root()) == "presentation") throw refusal(Foreign::slides);
  throw refusal(Foreign::archive);
}

Foreign kind_of_ole(std::string_view bytes) {
  if (has_stream(bytes, "EncryptedPackage")) return Foreign::encrypted;
  if (has_stream(bytes, "WordDocument")) return Foreign::doc;
  if (has_stream(bytes, "Workbook") || has_stream(bytes, "Book")) return Foreign::xls;
  if (has_stream(bytes, "PowerPoint Document")) return Foreign::ppt;
  return Foreign::old_office;
}

}  // namespace loa::schedules::intake
