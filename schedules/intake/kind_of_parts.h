// The containers that kind_of() looks into, and its refusals.
#pragma once

#include <string_view>

#include "schedules/intake/refused.h"
#include "schedules/intake/rows.h"

namespace loa::schedules::intake {

// What people hand over that is not read.
enum class Foreign {
  empty,
  encrypted,  // an Office file behind a password
  xls,
  doc,
  ppt,
  old_office,  // an OLE container of another program
  xlsb,
  slides,
  open_document_sheet,
  open_document_text,
  rtf,
  web_page,
  pdf,
  picture,
  sound,
  archive,
  unknown,
};

// Says what the file is and what to do with it.
Refused refusal(Foreign foreign);

// xlsx or docx. Throws Refused: other zip files, damaged ones.
FileKind kind_of_zip(std::string_view bytes);

// What is in an OLE container, the form of Office 97-2003 and of encrypted files.
Foreign kind_of_ole(std::string_view bytes);

}  // namespace loa::schedules::intake
