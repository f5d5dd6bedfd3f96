// Reads JSON into nodes that know their place.
#include "base/document.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/document_builder.h"
#include "base/unicode.h"

namespace loa::base {
namespace {

ParsedDocument refused(std::string code, Place place, Text message) {
  return {std::nullopt, {{Severity::error, std::move(code), std::move(place), "", message}}};
}

Place place_of(std::string_view text, std::size_t offset, const std::string& file) {
  TextCursor cursor(text.substr(0, offset));
  cursor.to_offset(offset);
  return {file, cursor.line(), cursor.column()};
}

}  // namespace

ParsedDocument parse_document(std::string_view text, const std::string& file,
                              const DocumentLimits& limits) {
  if (text.size() > limits.bytes) {
    return refused(
        "document-size", {file, 0, 0},
        {fmt::format("tệp quá lớn: {} byte, nhiều nhất {}", text.size(), limits.bytes),
         fmt::format("the file is too large: {} bytes, at most {}", text.size(), limits.bytes)});
  }
  if (const auto bad = first_invalid_utf8(text)) {
    return refused("not-utf8", place_of(text, *bad, file),
                   {"ký tự không phải UTF-8: hãy lưu lại tệp với bảng mã UTF-8",
                    "not UTF-8 here: save the file in the UTF-8 encoding"});
  }
  // The parser takes a zero byte for the end of the text.
  if (const auto zero = text.find('\0'); zero != std::string_view::npos) {
    return refused("json-syntax", place_of(text, zero, file),
                   {"có byte 0 trong tệp: đây không phải tệp văn bản",
                    "a zero byte in the file: this is not a text file"});
  }
  DocumentBuilder builder(text, file, limits);
  const bool parsed =
      nlohmann::json::sax_parse(text.begin(), text.end(), &builder,
                                nlohmann::json::input_format_t::json, true, limits.comments);
  auto result = builder.take();
  if (!parsed) result.root.reset();
  return result;
}

}  // namespace loa::base
