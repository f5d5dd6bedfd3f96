// What a message's JSON must have: each function gives it, or ends the reading. Drags nlohmann/json
// in: for .cpp files of this room only.
#pragma once

#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "protocol/message_limits.h"
#include "protocol/messages.h"

namespace loa::protocol::json_read {

using Json = nlohmann::json;

inline constexpr int kMaxDepth = 6;

// Ends the reading of one message; caught by whoever began it.
struct NotThatMessage : std::runtime_error {
  NotThatMessage() : std::runtime_error("not that message") {}
};

[[noreturn]] inline void refuse() { throw NotThatMessage(); }

inline const Json& member(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) refuse();
  return *found;
}

inline const std::string& text(const Json& value) {
  if (!value.is_string()) refuse();
  const auto& string = value.get_ref<const std::string&>();
  if (string.size() > kMaxString) refuse();
  return string;
}

inline std::int64_t whole_number(const Json& value) {
  if (value.is_number_unsigned()) {
    if (value.get<std::uint64_t>() > kMaxCount) refuse();
  } else if (!value.is_number_integer()) {
    refuse();
  }
  return value.get<std::int64_t>();
}

inline std::int64_t number(const Json& value, std::int64_t least, std::int64_t most) {
  const std::int64_t number = whole_number(value);
  if (number < least || number > most) refuse();
  return number;
}

inline std::uint64_t count(const Json& value, std::int64_t least = 0) {
  return static_cast<std::uint64_t>(number(value, least, std::numeric_limits<std::int64_t>::max()));
}

inline base::Wall time(const Json& value) {
  return base::Wall(base::Duration(number(value, 0, kLastTime)));
}

inline bool boolean(const Json& value) {
  if (!value.is_boolean()) refuse();
  return value.get<bool>();
}

inline base::Sha256 hash(const Json& value) {
  const auto hash = base::sha256_from_hex(text(value));
  if (!hash) refuse();
  return *hash;
}

inline std::string fixed_bytes(const Json& value, std::size_t size) {
  const auto bytes = base::from_base64(text(value));
  if (!bytes || bytes->size() != size) refuse();
  return *bytes;
}

template <class Find>
auto named(const Json& value, Find find) {
  const auto found = find(text(value));
  if (!found) refuse();
  return *found;
}

// Of an object's members.
inline std::string text(const Json& object, const char* name) { return text(member(object, name)); }
inline std::int64_t number(const Json& object, const char* name, std::int64_t least,
                           std::int64_t most) {
  return number(member(object, name), least, most);
}
inline std::uint64_t count(const Json& object, const char* name, std::int64_t least = 0) {
  return count(member(object, name), least);
}
inline base::Wall time(const Json& object, const char* name) { return time(member(object, name)); }
inline base::Sha256 hash(const Json& object, const char* name) {
  return hash(member(object, name));
}
inline std::string fixed_bytes(const Json& object, const char* name, std::size_t size) {
  return fixed_bytes(member(object, name), size);
}
template <class Find>
auto named(const Json& object, const char* name, Find find) {
  return named(member(object, name), find);
}

journal::Row row_from(const Json& json);
Checkpoint checkpoint(const Json& json);

}  // namespace loa::protocol::json_read
