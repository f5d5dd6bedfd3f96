// The public readers: each value required, or with a fallback.
#include "base/fields.h"

namespace loa::base {

std::string Fields::string(std::string_view key, std::size_t longest) {
  return checked_string(key, require(key), longest).value_or("");
}

std::string Fields::string_or(std::string_view key, std::string_view fallback,
                              std::size_t longest) {
  return checked_string(key, find(key), longest).value_or(std::string(fallback));
}

std::string Fields::text(std::string_view key, std::size_t longest) {
  return checked_text(key, require(key), longest).value_or("");
}

std::string Fields::text_or(std::string_view key, std::string_view fallback, std::size_t longest) {
  return checked_text(key, find(key), longest).value_or(std::string(fallback));
}

std::int64_t Fields::integer(std::string_view key, std::int64_t least, std::int64_t most) {
  return checked_integer(key, require(key), least, most).value_or(least);
}

std::int64_t Fields::integer_or(std::string_view key, std::int64_t fallback, std::int64_t least,
                                std::int64_t most) {
  return checked_integer(key, find(key), least, most).value_or(fallback);
}

double Fields::number(std::string_view key, double least, double most) {
  return checked_number(key, require(key), least, most).value_or(least);
}

double Fields::number_or(std::string_view key, double fallback, double least, double most) {
  return checked_number(key, find(key), least, most).value_or(fallback);
}

bool Fields::boolean(std::string_view key) {
  return checked_boolean(key, require(key)).value_or(false);
}

bool Fields::boolean_or(std::string_view key, bool fallback) {
  return checked_boolean(key, find(key)).value_or(fallback);
}

Fields::Seconds Fields::seconds(std::string_view key, Seconds least, Seconds most) {
  return checked_seconds(key, require(key), least, most).value_or(least);
}

Fields::Seconds Fields::seconds_or(std::string_view key, Seconds fallback, Seconds least,
                                   Seconds most) {
  return checked_seconds(key, find(key), least, most).value_or(fallback);
}

}  // namespace loa::base
