// Reading one date or one day's name. Private to grammar*.cpp.
#pragma once

#include "schedules/intake/grammar.h"
#include "schedules/intake/grammar_scanner.h"

namespace loa::schedules::intake {

// "23/11", "23-11-2026", "ngày 23 tháng 11 năm 2026", "2026-11-23". `why` is set where it is wrong.
Heard date_at(Scanner& s, DateWord& date, base::Text& why);
// "thứ hai", "thứ 2", "t2", "chủ nhật", "cn", "monday".
Heard weekday_at(Scanner& s, date::weekday& day, base::Text& why);

}  // namespace loa::schedules::intake
