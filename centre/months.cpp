#include "centre/months.h"

#include <date/date.h>
#include <fmt/format.h>

#include "centre/store_columns.h"

namespace loa::centre {
namespace {

base::Wall start_of(date::year_month month) {
  return base::Wall(date::sys_days(month / 1).time_since_epoch());
}

std::string name_of_month(date::year_month month) {
  return fmt::format("as_run_{}_{:02}", static_cast<int>(month.year()),
                     static_cast<unsigned>(month.month()));
}

}  // namespace

void Months::prepare(base::Wall when) {
  if (sql_.dialect() != SqlDialect::postgres) return;
  const date::year_month_day day = date::floor<date::days>(when);
  auto month = day.year() / day.month();
  for (int i = 0; i < 2; ++i, month += date::months(1)) {
    const auto name = name_of_month(month);
    if (known_.contains(name)) continue;
    create(name, start_of(month), start_of(month + date::months(1)));
    known_.insert(name);
  }
}

void Months::create(const std::string& name, base::Wall from, base::Wall to) {
  const auto there = [&] {
    const std::string question = "SELECT 1 WHERE to_regclass($1) IS NOT NULL";
    return !sql_.run(question, {std::string_view(name)}).rows.empty();
  };
  if (there()) return;
  try {
    sql_.script(fmt::format("CREATE TABLE {} PARTITION OF as_run FOR VALUES FROM ({}) TO ({})",
                            name, nanoseconds(from), nanoseconds(to)));
  } catch (const SqlError&) {
    // Another centre may have been quicker.
    if (!there()) throw;
  }
}

}  // namespace loa::centre
