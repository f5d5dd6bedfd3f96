// One value at a time: types, ranges and names.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/duration.h"
#include "base/fields.h"
#include "base/near_miss.h"
#include "base/unicode.h"

namespace loa::base {

std::optional<std::string> Fields::read_string(const Node& node, const std::string& path,
                                               std::size_t longest) {
  const auto* found = node.string();
  if (!found) {
    const auto type = node.type_name();
    report(Severity::error, node, path, "wrong-type",
           {fmt::format("phải là một chuỗi, không phải {}", type.vi),
            fmt::format("must be a string, not {}", type.en)});
    return std::nullopt;
  }
  const auto length = count_characters(*found);
  if (length == 0 || length > longest) {
    report(Severity::error, node, path, "text-length",
           {fmt::format("phải dài từ 1 đến {} ký tự, đang là {}", longest, length),
            fmt::format("must have 1 to {} characters, has {}", longest, length)});
    return std::nullopt;
  }
  if (has_control_characters(*found)) {
    report(Severity::error, node, path, "control-character",
           {"có ký tự điều khiển không đọc được", "contains an unprintable control character"});
    return std::nullopt;
  }
  return *found;
}

std::optional<std::string> Fields::checked_string(std::string_view key, const Node* node,
                                                  std::size_t longest) {
  if (!node) return std::nullopt;
  auto found = read_string(*node, path(key), longest);
  if (found && found->find_first_of("\n\t") != std::string::npos) {
    report(Severity::error, *node, path(key), "control-character",
           {"không được xuống dòng hay có dấu tab", "must not contain line breaks or tabs"});
    return std::nullopt;
  }
  return found;
}

std::optional<std::string> Fields::checked_text(std::string_view key, const Node* node,
                                                std::size_t longest) {
  if (!node) return std::nullopt;
  const auto found = read_string(*node, path(key), longest);
  if (!found) return std::nullopt;
  if (found->find_first_not_of(" \n\t") == std::string::npos) {
    report(Severity::error, *node, path(key), "text-length",
           {"chỉ có khoảng trắng", "contains only spaces"});
    return std::nullopt;
  }
  return to_nfc(*found);
}

std::optional<std::int64_t> Fields::checked_integer(std::string_view key, const Node* node,
                                                    std::int64_t least, std::int64_t most) {
  if (!node) return std::nullopt;
  const auto* found = node->integer();
  if (!found) {
    wrong_type(key, *node, {"một số nguyên", "a whole number"});
    return std::nullopt;
  }
  if (*found >= least && *found <= most) return *found;
  report(Severity::error, *node, path(key), "out-of-range",
         {fmt::format("phải từ {} đến {}, đang là {}", least, most, *found),
          fmt::format("must be {} to {}, is {}", least, most, *found)});
  return std::nullopt;
}

std::optional<double> Fields::checked_number(std::string_view key, const Node* node, double least,
                                             double most) {
  if (!node) return std::nullopt;
  const auto found = node->number();
  if (!found) {
    wrong_type(key, *node, {"một số", "a number"});
    return std::nullopt;
  }
  if (*found >= least && *found <= most) return found;
  report(Severity::error, *node, path(key), "out-of-range",
         {fmt::format("phải từ {} đến {}, đang là {}", least, most, *found),
          fmt::format("must be {} to {}, is {}", least, most, *found)});
  return std::nullopt;
}

std::optional<bool> Fields::checked_boolean(std::string_view key, const Node* node) {
  if (!node) return std::nullopt;
  if (const auto* found = node->boolean()) return *found;
  wrong_type(key, *node, {"true hoặc false", "true or false"});
  return std::nullopt;
}

std::optional<Fields::Seconds> Fields::checked_seconds(std::string_view key, const Node* node,
                                                       Seconds least, Seconds most) {
  if (!node) return std::nullopt;
  const auto* written = node->string();
  const auto length = written ? duration_from(*written) : std::nullopt;
  if (!length || *length % Seconds(1) != std::chrono::milliseconds::zero()) {
    report(Severity::error, *node, path(key), "bad-duration",
           {"phải là độ dài thời gian như \"90s\", \"15m\", \"1h30m\"",
            "must be a length of time such as \"90s\", \"15m\", \"1h30m\""});
    return std::nullopt;
  }
  if (*length >= least && *length <= most) {
    return std::chrono::duration_cast<Seconds>(*length);
  }
  report(Severity::error, *node, path(key), "out-of-range",
         {fmt::format("phải từ {} đến {}, đang là {}", to_text(least), to_text(most), *written),
          fmt::format("must be {} to {}, is {}", to_text(least), to_text(most), *written)});
  return std::nullopt;
}

std::optional<std::size_t> Fields::choose(std::string_view key, bool required,
                                          const std::vector<std::string>& names) {
  const Node* node = required ? require(key) : find(key);
  if (!node) return std::nullopt;
  const auto* written = node->string();
  if (!written) {
    wrong_type(key, *node, {"một chuỗi", "a string"});
    return std::nullopt;
  }
  const auto found = std::ranges::find(names, *written);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  const auto meant = near_miss(*written, names);
  Text message{
      fmt::format("“{}” không dùng được; chỉ nhận: {}", *written, fmt::join(names, ", ")),
      fmt::format("\"{}\" is not known here; use one of: {}", *written, fmt::join(names, ", "))};
  if (!meant.empty()) {
    message.vi += fmt::format("; có phải ý bạn là “{}”?", meant);
    message.en += fmt::format("; did you mean \"{}\"?", meant);
  }
  report(Severity::error, *node, path(key), "unknown-value", std::move(message));
  return std::nullopt;
}

}  // namespace loa::base
