// What a person is told when the text is not JSON.
#include <fmt/format.h>

#include "base/document_builder.h"

namespace loa::base {
namespace {

constexpr int kNumberOverflow = 406;  // nlohmann::json::out_of_range

// The token at the cursor, short enough for a message.
std::string token_at(TextCursor cursor, std::string_view text) {
  constexpr std::size_t longest = 24;
  const auto begin = cursor.offset();
  cursor.over_token();
  auto end = cursor.offset();
  if (end - begin <= longest) return std::string(text.substr(begin, end - begin));
  TextCursor cut(text.substr(begin));
  cut.to_offset(longest);
  return std::string(text.substr(begin, cut.offset())) + "…";
}

}  // namespace

bool DocumentBuilder::parse_error(std::size_t position, const std::string&,
                                  const nlohmann::detail::exception& error) {
  cursor_.to_token();
  if (error.id == kNumberOverflow) {
    return fail("number-range", {"số quá lớn", "the number is too large"});
  }
  // The parser counts the end of the text as one more character read.
  if (position > text_.size()) {
    if (!frames_.empty() || !cursor_.at_end()) {
      return fail("document-truncated",
                  {"tệp bị cụt: đã hết tệp mà phần này chưa đóng (thiếu }, ] hoặc \")",
                   "the file is cut off: it ends before this is closed (}, ] or \" missing)"});
    }
    return fail("document-empty", {"tệp rỗng", "the file is empty"});
  }
  // The library has no finer code than its message for what is wrong within a string.
  if (std::string_view(error.what()).find("invalid string") != std::string_view::npos) {
    cursor_.to_offset(position - 1);
    return fail("json-string",
                {"chuỗi viết sai: thiếu dấu nháy đóng trên dòng này, hoặc có ký tự điều khiển hay "
                 "dấu \\ không hợp lệ",
                 "bad string: no closing quote on this line, or a control character or a \\ "
                 "escape that JSON does not know"});
  }
  const auto token = token_at(cursor_, text_);
  return fail(
      "json-syntax",
      {fmt::format("sai cú pháp JSON ở “{}”: hãy xem lại dấu phẩy, dấu hai chấm, nháy kép và "
                   "ngoặc ngay trước chỗ này",
                   token),
       fmt::format("not JSON at \"{}\": look at the commas, colons, quotes and brackets "
                   "just before",
                   token)});
}

}  // namespace loa::base
