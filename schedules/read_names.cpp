// Ids: their form, their definition, and what refers to them.
#include <fmt/format.h>

#include <utility>

#include "base/near_miss.h"
#include "schedules/notation.h"
#include "schedules/reader.h"

namespace loa::schedules::reader {
namespace {

base::Text undefined(const std::string& id, const Defined& defined, const base::Text& what) {
  constexpr std::size_t most = 200;  // beyond which looking for a near miss costs too much
  std::vector<std::string> names;
  for (const auto& [name, place] : defined) {
    if (defined.size() <= most) names.push_back(name);
  }
  const auto meant = base::near_miss(id, names);
  base::Text message{fmt::format("chưa có {} nào tên “{}”", what.vi, id),
                     fmt::format("there is no {} named \"{}\"", what.en, id)};
  if (!meant.empty()) {
    message.vi += fmt::format("; có phải ý bạn là “{}”?", meant);
    message.en += fmt::format("; did you mean \"{}\"?", meant);
  }
  return message;
}

}  // namespace

std::string read_id(base::Fields& fields, std::string_view key) {
  auto id = fields.string(key);
  if (id.empty() || is_id(id)) return id;
  fields.error(key, "bad-id",
               {"chỉ dùng chữ thường không dấu, số và gạch nối, dài 1 đến 64 ký tự",
                "use only lower-case letters a-z, digits and hyphens, 1 to 64 of them"});
  return {};
}

std::string define(base::Fields& fields, Defined& defined) {
  auto id = read_id(fields, "id");
  if (id.empty()) return id;
  const auto [entry, is_new] = defined.emplace(id, fields.place());
  if (!is_new) {
    fields.error("id", "id-twice",
                 {fmt::format("“{}” đã dùng ở dòng {}", id, entry->second.line),
                  fmt::format("\"{}\" is already used on line {}", id, entry->second.line)});
  }
  return id;
}

std::string define(base::Fields& fields, Names& names, const std::vector<date::weekday>& days) {
  auto id = read_id(fields, "id");
  if (id.empty()) return id;
  names.slots.emplace(id, fields.place());
  bool told = false;
  for (const auto day : days) {
    const auto [entry, is_new] = names.slots_on[day.c_encoding()].emplace(id, fields.place());
    if (is_new || std::exchange(told, true)) continue;
    const auto name = weekday_name(day);
    fields.error(
        "id", "id-twice",
        {fmt::format("{} đã có khung “{}” ở dòng {}", name.vi, id, entry->second.line),
         fmt::format("{} already has a slot \"{}\", on line {}", name.en, id, entry->second.line)});
  }
  return id;
}

std::string read_reference(base::Fields& fields, std::string_view key, const Defined& defined) {
  auto id = fields.string(key);
  if (!id.empty() && !defined.contains(id)) {
    fields.error(key, "undefined-programme", undefined(id, defined, {"chương trình", "programme"}));
  }
  return id;
}

std::vector<std::string> read_references(base::Fields& fields, std::string_view key,
                                         std::size_t most, const Defined& defined,
                                         const base::Text& what) {
  std::vector<std::string> ids;
  const auto& items = fields.list_or_empty(key, most);
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto* id = items[i].string();
    if (!id) {
      fields.error(key, i, "wrong-type", {"phải là một chuỗi", "must be a string"});
    } else if (!defined.contains(*id)) {
      fields.error(key, i, "undefined-" + what.en, undefined(*id, defined, what));
    } else {
      ids.push_back(*id);
    }
  }
  return ids;
}

std::optional<date::local_days> read_date(base::Fields& fields, std::string_view key) {
  const auto text = fields.string(key);
  if (text.empty()) return std::nullopt;
  const auto day = date_from(text);
  if (!day) {
    fields.error(key, "bad-date",
                 {"phải là một ngày có thật, dạng 2026-11-23",
                  "must be a date that exists, written as 2026-11-23"});
  }
  return day;
}

}  // namespace loa::schedules::reader
