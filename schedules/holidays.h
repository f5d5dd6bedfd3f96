// Days of the year that have a name: public holidays, of which some go by the lunar calendar.
#pragma once

#include <date/date.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fields.h"
#include "base/language.h"

namespace loa::schedules {

// Some days in a row: from a date, or from a holiday of every year.
struct NamedDays {
  std::optional<date::local_days> date;  // of the first day; or else...
  std::string holiday;                   // ...the holiday's name, and...
  int offset = 0;                        // ...how many days after it the first one is, -15..15
  int days = 1;                          // how many, 1..31
};

// The names, in the order of the year: tet-duong-lich, tet-nguyen-dan (the first day of the first
// lunar month), gio-to, giai-phong, quoc-te-lao-dong, quoc-khanh.
const std::vector<std::string>& holiday_names();
// "Tết Nguyên đán", "Lunar New Year"; the name itself if it is none.
base::Text holiday_title(std::string_view name);
// The holiday of that year; nothing for an unknown name or a year that the table does not have.
std::optional<date::local_days> holiday_in(std::string_view name, int year);

// All days of `named` that lie in [from, to], in order.
std::vector<date::local_days> dates_of(const NamedDays& named, date::local_days from,
                                       date::local_days to);
// The years of [from, to] for which the table does not have this holiday.
std::vector<int> unknown_years(const NamedDays& named, date::local_days from, date::local_days to);

// Reads "date" or "holiday" (with "offset"), and "days".
NamedDays read_named_days(base::Fields& fields);
// "2026-11-23", "tet-nguyen-dan-1 (5 ngày)": for findings.
base::Text to_text(const NamedDays& named);

}  // namespace loa::schedules
