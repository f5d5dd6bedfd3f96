#include "schedules/intake/kind_of_parts.h"

namespace loa::schedules::intake {

Refused refusal(Foreign foreign) {
  switch (foreign) {
    case Foreign::empty:
      return {"file-empty", {"tệp rỗng, không có chữ nào", "the file is empty"}};
    case Foreign::encrypted:
      return {"password",
              {"tệp được bảo vệ bằng mật khẩu: hãy mở bằng Excel hoặc Word, vào Tệp > Thông tin > "
               "Bảo vệ, bỏ mật khẩu rồi lưu lại",
               "the file is protected by a password: open it in Excel or Word, go to File > Info > "
               "Protect, remove the password and save it"}};
    case Foreign::xls:
      return {"old-xls",
              {"đây là tệp Excel đời cũ (.xls): hãy mở bằng Excel, chọn Tệp > Lưu thành (Save As), "
               "kiểu “Excel Workbook (*.xlsx)”, rồi đưa tệp mới vào",
               "this is an old Excel file (.xls): open it in Excel, choose File > Save As, type "
               "\"Excel Workbook (*.xlsx)\", and give the new file"}};
    case Foreign::doc:
      return {"old-doc",
              {"đây là tệp Word đời cũ (.doc): hãy mở bằng Word, chọn Tệp > Lưu thành (Save As), "
               "kiểu “Word Document (*.docx)”, rồi đưa tệp mới vào",
               "this is an old Word file (.doc): open it in Word, choose File > Save As, type "
               "\"Word Document (*.docx)\", and give the new file"}};
    case Foreign::ppt:
    case Foreign::slides:
      return {"slides",
              {"đây là tệp trình chiếu PowerPoint: hãy chép lịch sang Excel hoặc Word",
               "this is a PowerPoint file: copy the schedule to Excel or Word"}};
    case Foreign::old_office:
      return {"old-office",
              {"đây là tệp của một chương trình đời cũ: hãy mở bằng chương trình đó và lưu thành "
               ".xlsx hoặc .docx",
               "this is a file of an old program: open it there and save it as .xlsx or .docx"}};
    case Foreign::xlsb:
      return {"xlsb",
              {"đây là tệp Excel nhị phân (.xlsb): hãy lưu thành “Excel Workbook (*.xlsx)”",
               "this is a binary Excel file (.xlsb): save it as \"Excel Workbook (*.xlsx)\""}};
    case Foreign::open_document_sheet:
      return {"open-document",
              {"đây là bảng tính LibreOffice (.ods): hãy lưu thành .xlsx",
               "this is a LibreOffice workbook (.ods): save it as .xlsx"}};
    case Foreign::open_document_text:
      return {"open-document",
              {"đây là văn bản LibreOffice (.odt): hãy lưu thành .docx",
               "this is a LibreOffice document (.odt): save it as .docx"}};
    case Foreign::rtf:
      return {"rtf",
              {"đây là tệp RTF: hãy mở bằng Word và lưu thành .docx",
               "this is an RTF file: open it in Word and save it as .docx"}};
    case Foreign::web_page:
      return {
          "web-page",
          {"đây là trang web hoặc XML mang tên tệp Excel: hãy mở bằng Excel rồi lưu thành .xlsx",
           "this is a web page or XML under the name of an Excel file: open it in Excel and "
           "save it as .xlsx"}};
    case Foreign::pdf:
      return {"pdf",
              {"đây là tệp PDF: hãy dùng tệp Excel hoặc Word mà PDF này được làm ra từ đó",
               "this is a PDF: use the Excel or Word file that it was made from"}};
    case Foreign::picture:
      return {"picture",
              {"đây là một bức ảnh: Loa không đọc chữ trong ảnh, hãy dùng tệp Excel, Word "
               "hoặc văn bản",
               "this is a picture: Loa does not read text in pictures, use an Excel, "
               "Word or text file"}};
    case Foreign::sound:
      return {"sound",
              {"đây là tệp âm thanh hoặc video, không phải lịch phát",
               "this is a sound or video file, not a schedule"}};
    case Foreign::archive:
      return {"archive",
              {"đây là tệp nén, không phải tệp Excel hay Word: hãy giải nén trước",
               "this is a packed file, not an Excel or Word one: unpack it first"}};
    case Foreign::unknown:
      break;
  }
  return {
      "unknown-file",
      {"không nhận ra đây là tệp gì: Loa đọc được .xlsx, .docx, .csv, .tsv, .txt, .ics và .json",
       "this is not a file that Loa knows: it reads .xlsx, .docx, .csv, .tsv, .txt, .ics and "
       ".json"}};
}

}  // namespace loa::schedules::intake
