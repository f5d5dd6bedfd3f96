// Public holidays (Bộ luật Lao động 2019, article 112), by name.
#include "schedules/holidays.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/near_miss.h"
#include "schedules/lunar.h"
#include "schedules/notation.h"

namespace loa::schedules {
namespace {

using date::local_days;

struct Holiday {
  const char* name;
  const char* vi;
  const char* en;
  unsigned month;  // 0: by the lunar calendar
  unsigned day;
  std::optional<local_days> (*lunar)(int year);
};

constexpr std::array kHolidays{
    Holiday{"tet-duong-lich", "Tết Dương lịch", "New Year's Day", 1, 1, nullptr},
    Holiday{"tet-nguyen-dan", "Tết Nguyên đán", "Lunar New Year", 0, 0, lunar_new_year},
    Holiday{"gio-to", "Giỗ Tổ Hùng Vương", "Hùng Kings' Day", 0, 0, hung_kings_day},
    Holiday{"giai-phong", "Ngày Chiến thắng 30/4", "Victory Day", 4, 30, nullptr},
    Holiday{"quoc-te-lao-dong", "Ngày Quốc tế lao động", "Labour Day", 5, 1, nullptr},
    Holiday{"quoc-khanh", "Quốc khánh 2/9", "National Day", 9, 2, nullptr},
};

const Holiday* find(std::string_view name) {
  const auto found = std::ranges::find(kHolidays, name, &Holiday::name);
  return found == kHolidays.end() ? nullptr : &*found;
}

void unknown_holiday(base::Fields& fields, const std::string& name) {
  const auto& names = holiday_names();
  const auto list = fmt::format("{}", fmt::join(names, ", "));
  base::Text message{fmt::format("không có ngày lễ “{}”; có: {}", name, list),
                     fmt::format("there is no holiday \"{}\"; there are: {}", name, list)};
  if (const auto meant = base::near_miss(name, names); !meant.empty()) {
    message.vi += fmt::format("; có phải ý bạn là “{}”?", meant);
    message.en += fmt::format("; did you mean \"{}\"?", meant);
  }
  fields.error("holiday", "unknown-holiday", message);
}

void read_date(base::Fields& fields, NamedDays& named) {
  const auto text = fields.string("date");
  if (text.empty()) return;
  named.date = date_from(text);
  if (named.date) return;
  fields.error("date", "bad-date",
               {"phải là một ngày có thật, dạng 2026-11-23",
                "must be a date that exists, written as 2026-11-23"});
}

}  // namespace

const std::vector<std::string>& holiday_names() {
  static const auto names = [] {
    std::vector<std::string> list;
    list.reserve(kHolidays.size());
    for (const auto& holiday : kHolidays) list.emplace_back(holiday.name);
    return list;
  }();
  return names;
}

base::Text holiday_title(std::string_view name) {
  const auto* holiday = find(name);
  if (holiday == nullptr) return {std::string(name), std::string(name)};
  return {holiday->vi, holiday->en};
}

std::optional<local_days> holiday_in(std::string_view name, int year) {
  const auto* holiday = find(name);
  if (holiday == nullptr) return std::nullopt;
  if (holiday->lunar != nullptr) return holiday->lunar(year);
  return local_days(date::year(year) / date::month(holiday->month) / date::day(holiday->day));
}

std::vector<local_days> dates_of(const NamedDays& named, local_days from, local_days to) {
  std::vector<local_days> dates;
  const auto add = [&](local_days first) {
    for (int i = 0; i < named.days; ++i) {
      const auto day = first + date::days(i);
      if (day >= from && day <= to) dates.push_back(day);
    }
  };
  if (named.holiday.empty()) {
    if (named.date) add(*named.date);
    return dates;
  }
  // An offset may carry a holiday over the end of the year.
  for (int year = year_of(from) - 1; year <= year_of(to) + 1; ++year) {
    const auto day = holiday_in(named.holiday, year);
    if (day) add(*day + date::days(named.offset));
  }
  return dates;
}

std::vector<int> unknown_years(const NamedDays& named, local_days from, local_days to) {
  std::vector<int> years;
  if (named.holiday.empty()) return years;
  for (int year = year_of(from); year <= year_of(to); ++year) {
    if (!holiday_in(named.holiday, year)) years.push_back(year);
  }
  return years;
}

NamedDays read_named_days(base::Fields& fields) {
  NamedDays named;
  const bool has_date = fields.has("date");
  const bool has_holiday = fields.has("holiday");
  if (has_date && has_holiday) {
    fields.error("holiday", "key-misplaced",
                 {"chỉ ghi một trong hai: date (ngày) hoặc holiday (tên ngày lễ)",
                  "give only one of date and holiday"});
  }
  if (has_holiday) {
    named.holiday = fields.string("holiday", 64);
    if (!named.holiday.empty() && find(named.holiday) == nullptr) {
      unknown_holiday(fields, named.holiday);
    }
    named.offset = static_cast<int>(fields.integer_or("offset", 0, -15, 15));
  } else {
    read_date(fields, named);
    if (fields.has("offset")) {
      fields.error("offset", "key-misplaced",
                   {"offset chỉ đi với holiday (tên ngày lễ)", "offset goes with holiday only"});
    }
  }
  named.days = static_cast<int>(fields.integer_or("days", 1, 1, 31));
  return named;
}

base::Text to_text(const NamedDays& named) {
  base::Text text;
  if (!named.holiday.empty()) {
    text = holiday_title(named.holiday);
  } else if (named.date) {
    text.vi = text.en = date_text(*named.date);
  }
  return text;
}

}  // namespace loa::schedules
