#include "base/log_event.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/unicode.h"

namespace loa::base {
namespace {

bool is_plain_word(std::string_view value) {
  return !value.empty() && std::ranges::all_of(value, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte > ' ' && byte != 0x7f && c != '=' && c != '"' && c != '\\';
  });
}

std::string without_broken_utf8(std::string value) {
  while (const auto broken = first_invalid_utf8(value)) value[*broken] = '?';
  return value;
}

std::string escaped(char c) {
  switch (c) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\n':
      return "\\n";
    default:
      break;
  }
  const auto byte = static_cast<unsigned char>(c);
  if (byte >= ' ' && byte != 0x7f) return {c};
  return fmt::format("\\u{:04x}", byte);
}

void append_value(std::string& line, const std::string& given) {
  const auto value = without_broken_utf8(given);
  if (is_plain_word(value)) {
    line += value;
    return;
  }
  line += '"';
  for (const char c : value) line += escaped(c);
  line += '"';
}

}  // namespace

LogField::LogField(std::string_view name, Duration duration)
    : key(name),
      value(fmt::format("{:.3f}", std::chrono::duration<double, std::milli>(duration).count())) {}

std::string log_text(std::string_view event, std::initializer_list<LogField> fields) {
  auto line = "event=" + std::string(event);
  for (const auto& field : fields) {
    line += ' ';
    line += field.key;
    line += '=';
    append_value(line, field.value);
  }
  return line;
}

void log_event(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
  if (logs(level)) log(level, log_text(event, fields));
}

}  // namespace loa::base
