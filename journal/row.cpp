// The names of the record and the canonical form that is hashed.
#include "journal/row.h"

#include <algorithm>
#include <array>
#include <utility>

namespace loa::journal {
namespace {

constexpr std::array<std::pair<Kind, std::string_view>, 4> kKinds = {{
    {Kind::intent, "intent"},
    {Kind::item, "item"},
    {Kind::result, "result"},
    {Kind::event, "event"},
}};

constexpr std::array<std::pair<Outcome, std::string_view>, 6> kOutcomes = {{
    {Outcome::none, "none"},
    {Outcome::played, "played"},
    {Outcome::partial, "partial"},
    {Outcome::failed, "failed"},
    {Outcome::missed, "missed"},
    {Outcome::skipped, "skipped"},
}};

template <class Table, class Value>
std::string_view name_in(const Table& table, Value value) {
  for (const auto& [known, name] : table) {
    if (known == value) return name;
  }
  return "";
}

template <class Value, std::size_t size>
std::optional<Value> value_in(const std::array<std::pair<Value, std::string_view>, size>& table,
                              std::string_view name) {
  for (const auto& [value, known] : table) {
    if (known == name) return value;
  }
  return std::nullopt;
}

void put(std::string& out, std::string_view field) {
  out += std::to_string(field.size());
  out += ':';
  out += field;
  out += ',';
}

template <class Number>
void put_number(std::string& out, Number number) {
  put(out, std::to_string(number));
}

void put_time(std::string& out, base::Wall time) {
  put_number(out, time.time_since_epoch().count());
}

}  // namespace

bool bring_into_range(Row& row) {
  bool changed = false;
  const auto put_right = [&changed](auto& value, const auto& right) {
    changed = changed || value != right;
    value = right;
  };
  for (auto* count : {&row.frames_due, &row.frames_played, &row.frames_dropped})
    if (*count > kMostCount) put_right(*count, 0U);
  put_right(row.monotonic_ns, std::max<std::int64_t>(row.monotonic_ns, 0));
  put_right(row.wall, std::clamp(row.wall, base::Wall{}, kLastTime));
  if (row.nominal) put_right(*row.nominal, std::clamp(*row.nominal, base::Wall{}, kLastTime));
  return changed;
}

std::string_view name_of(Kind kind) { return name_in(kKinds, kind); }
std::string_view name_of(Outcome outcome) { return name_in(kOutcomes, outcome); }
std::optional<Kind> kind_named(std::string_view name) { return value_in(kKinds, name); }
std::optional<Outcome> outcome_named(std::string_view name) { return value_in(kOutcomes, name); }

std::string canonical_form(const Row& row) {
  std::string out;
  out.reserve(512 + row.title.size() + row.evidence.size());
  put(out, row.station);
  put_number(out, row.epoch);
  put_number(out, row.seq);
  put(out, name_of(row.kind));
  put(out, row.occurrence);
  put(out, row.title);
  put(out, row.area);
  put(out, row.content);
  row.nominal ? put_time(out, *row.nominal) : put(out, "");
  put_time(out, row.wall);
  put_number(out, row.monotonic_ns);
  put(out, row.boot);
  put(out, base::name_of(row.quality));
  put_number(out, row.frames_due);
  put_number(out, row.frames_played);
  put_number(out, row.frames_dropped);
  put_number(out, row.level);
  put(out, row.evidence);
  put(out, name_of(row.outcome));
  put(out, row.reason);
  put(out, base::to_hex(row.previous));
  return out;
}

base::Sha256 hash_of(const Row& row) { return base::sha256(canonical_form(row)); }

}  // namespace loa::journal
