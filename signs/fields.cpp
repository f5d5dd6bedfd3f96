// Fields in a slogan's text.
#include "signs/fields.h"

#include <algorithm>
#include <string_view>

#include "signs/field_values.h"

namespace loa::signs {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

struct Field {
  std::string_view name;
  std::string_view argument;
};

// Nothing for what is no field.
std::optional<std::string> value_of(const Field& field, const Moment& moment) {
  if (field.name == "days-to") {
    const auto target = field.argument.size() == 10 ? date_in(field.argument) : std::nullopt;
    return target ? std::optional(days_text(moment, *target)) : std::nullopt;
  }
  if (field.name == "time-to") {
    const auto target = time_in(field.argument);
    return target ? std::optional(time_text(moment, *target)) : std::nullopt;
  }
  if (!field.argument.empty()) return std::nullopt;
  if (field.name == "clock") return clock_text(moment, false);
  if (field.name == "clock-s") return clock_text(moment, true);
  if (field.name == "date") return date_text(moment);
  if (field.name == "weekday") return weekday_text(moment);
  if (field.name == "lunar") return lunar_text(moment);
  if (field.name == "lunar-year") return lunar_year_text(moment);
  if (field.name == "temperature") return temperature_text(moment);
  if (field.name == "on-air") return moment.on_air;
  return std::nullopt;
}

std::optional<std::string> widest_of(const Field& field, const Moment& moment) {
  auto value = value_of(field, moment);
  if (!value) return std::nullopt;
  if (field.name == "weekday") return "Chủ nhật";
  if (field.name == "temperature") return "-88°C";
  for (char& letter : *value) {
    if (letter == '-' || (letter >= '0' && letter <= '9')) letter = '8';
  }
  return value;
}

// How often a field changes; zero for what stands or changes with the moment's other parts.
base::Duration period_of(const Field& field) {
  if (field.name == "clock-s" || field.name == "time-to") return seconds{1};
  if (field.name == "clock") return minutes{1};
  const bool daily = field.name == "date" || field.name == "weekday" || field.name == "days-to" ||
                     field.name == "lunar" || field.name == "lunar-year";
  return daily ? base::Duration{std::chrono::hours{24}} : base::Duration{0};
}

// Calls `literal` and `field` for the parts of `text` in turn; braces without an end are literal.
template <class Literal, class OnField>
void walk(std::string_view text, Literal literal, OnField on_field) {
  while (!text.empty()) {
    const auto open = text.find('{');
    const auto close = open == text.npos ? open : text.find('}', open);
    if (close == text.npos) return literal(text);
    literal(text.substr(0, open));
    const auto inside = text.substr(open + 1, close - open - 1);
    const auto space = inside.find(' ');
    const bool alone = space == inside.npos;
    on_field(Field{inside.substr(0, space), alone ? "" : inside.substr(space + 1)},
             text.substr(open, close + 1 - open));
    text.remove_prefix(close + 1);
  }
}

template <class Value>
std::string filled(std::string_view text, const Moment& moment, Value value) {
  std::string result;
  walk(
      text, [&](std::string_view literal) { result += literal; },
      [&](const Field& field, std::string_view written) {
        const auto found = value(field, moment);
        result += found ? std::string_view(*found) : written;
      });
  return result;
}

}  // namespace

std::string FieldText::at(const Moment& moment) const { return filled(text_, moment, value_of); }

std::string FieldText::widest(const Moment& moment) const {
  return filled(text_, moment, widest_of);
}

std::optional<base::Steady> FieldText::next_change(const Moment& moment) const {
  base::Duration shortest = base::Duration::max();
  walk(
      text_, [](std::string_view) {},
      [&](const Field& field, std::string_view) {
        const auto period = period_of(field);
        if (period > base::Duration{0} && value_of(field, moment)) {
          shortest = std::min(shortest, period);
        }
      });
  if (shortest == base::Duration::max() || !moment.civil) return std::nullopt;
  const auto since = moment.civil->time_since_epoch();
  const auto past = (since % shortest + shortest) % shortest;
  return moment.steady + (shortest - past);
}

}  // namespace loa::signs
