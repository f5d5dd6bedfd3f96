// Two schedules compared.
#include "schedules/diff.h"

#include "schedules/diff_parts.h"
#include "schedules/notation.h"

namespace loa::schedules {
namespace {

using base::Text;
using namespace diff;

Text validity(const WeeklySchedule& schedule) {
  return Text{date_text(schedule.valid_from) + " đến " + date_text(schedule.valid_to),
              date_text(schedule.valid_from) + " to " + date_text(schedule.valid_to)};
}

void head_differences(const Sides& sides, std::vector<Difference>& out) {
  const auto& [before, after] = sides;
  if (before.title != after.title) {
    out.push_back({"title",
                   {},
                   Text{"Đổi tên lịch", "Title changed"} +
                       from_to(quoted(before.title), quoted(after.title))});
  }
  if (before.zone != after.zone) {
    out.push_back({"zone",
                   {},
                   Text{"Đổi múi giờ", "Time zone changed"} +
                       from_to(same_in_both(before.zone), same_in_both(after.zone))});
  }
  if (validity(before) != validity(after)) {
    out.push_back({"validity",
                   {},
                   Text{"Thời hạn: trước là ", "Validity: was "} + validity(before) +
                       Text{", nay là ", ", is "} + validity(after)});
  }
  if (before.default_slogans != after.default_slogans) {
    out.push_back(
        {"default-slogans",
         {},
         {"Đổi các khẩu hiệu hiện ngoài giờ phát", "The slogans shown outside slots changed"}});
  }
}

}  // namespace

Text to_sentence(const Difference& difference) {
  if (difference.where.vi.empty()) return difference.what;
  return difference.where + same_in_both(": ") + difference.what;
}

std::vector<Difference> differences(const WeeklySchedule& before, const WeeklySchedule& after) {
  const Sides sides{before, after};
  std::vector<Difference> all;
  head_differences(sides, all);
  week_differences(sides, all);
  exception_differences(sides, all);
  programme_differences(sides, all);
  slogan_differences(sides, all);
  return all;
}

}  // namespace loa::schedules
