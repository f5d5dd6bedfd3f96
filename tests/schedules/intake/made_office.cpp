// The Office files that tests make.
#include "made_office.h"

#include <zip.h>

#include <cstdlib>
#include <sstream>

namespace loa::schedules::intake::test {
namespace {

const std::string kRelations =
    R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)";
const std::string kOffice = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

std::string relation(const std::string& id, const std::string& type, const std::string& target) {
  return "<Relationship Id=\"" + id + "\" Type=\"" + kOffice + type + "\" Target=\"" + target +
         "\"/>";
}

std::string styles_of(const std::string& formats) {
  std::string numbers;
  std::string styles = "<xf numFmtId=\"0\"/>";
  std::istringstream lines(formats);
  int id = 164;
  for (std::string code; std::getline(lines, code); ++id) {
    numbers += "<numFmt numFmtId=\"" + std::to_string(id) + "\" formatCode='" + code + "'/>";
    styles += "<xf numFmtId=\"" + std::to_string(id) + "\"/>";
  }
  return "<styleSheet><numFmts>" + numbers + "</numFmts><cellXfs>" + styles +
         "</cellXfs></styleSheet>";
}

}  // namespace

std::string zip_of(const Parts& parts) {
  zip_source_t* source = zip_source_buffer_create(nullptr, 0, 0, nullptr);
  zip_source_keep(source);
  zip_t* archive = zip_open_from_source(source, ZIP_TRUNCATE, nullptr);
  for (const auto& [name, content] : parts) {
    zip_file_add(archive, name.c_str(),
                 zip_source_buffer(archive, content.data(), content.size(), 0), ZIP_FL_ENC_UTF_8);
  }
  if (zip_close(archive) != 0) std::abort();
  zip_source_open(source);
  zip_source_seek(source, 0, SEEK_END);
  std::string bytes(static_cast<std::size_t>(zip_source_tell(source)), '\0');
  zip_source_seek(source, 0, SEEK_SET);
  zip_source_read(source, bytes.data(), bytes.size());
  zip_source_close(source);
  zip_source_free(source);
  return bytes;
}

Parts MadeWorkbook::parts() const {
  return {
      {"[Content_Types].xml", "<Types/>"},
      {"_rels/.rels",
       kRelations + relation("r1", "officeDocument", "xl/workbook.xml") + "</Relationships>"},
      {"xl/workbook.xml",
       "<workbook><workbookPr " + settings +
           "/><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels",
       kRelations + relation("r1", "worksheet", "worksheets/sheet1.xml") +
           relation("r2", "sharedStrings", "sharedStrings.xml") +
           relation("r3", "styles", "styles.xml") + "</Relationships>"},
      {"xl/sharedStrings.xml", "<sst>" + strings + "</sst>"},
      {"xl/styles.xml", styles_of(formats)},
      {"xl/worksheets/sheet1.xml",
       "<worksheet>" + columns + "<sheetData>" + rows + "</sheetData>" + merges + "</worksheet>"},
  };
}

std::string made_document(const std::string& body) {
  return zip_of(
      {{"[Content_Types].xml", "<Types/>"},
       {"_rels/.rels",
        kRelations + relation("r1", "officeDocument", "word/document.xml") + "</Relationships>"},
       {"word/document.xml", "<w:document><w:body>" + body + "</w:body></w:document>"}});
}

}  // namespace loa::schedules::intake::test
