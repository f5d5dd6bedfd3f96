// The words that differences are told in.
#include <cstdlib>

#include "schedules/diff_parts.h"

namespace loa::schedules::diff {

using base::Text;

Text operator+(const Text& a, const Text& b) { return {a.vi + b.vi, a.en + b.en}; }

Text same_in_both(std::string text) { return {text, text}; }

Text quoted(const std::string& text) { return {"“" + text + "”", "\"" + text + "\""}; }

Text from_to(const Text& before, const Text& after) {
  return Text{" từ ", " from "} + before + Text{" thành ", " to "} + after;
}

Text programme_name(const WeeklySchedule& schedule, const std::string& id) {
  const auto* programme = schedule.programme(id);
  return quoted(programme == nullptr || programme->title.empty() ? id : programme->title);
}

Text level_name(Level level) {
  switch (level) {
    case Level::emergency:
      return {"khẩn cấp", "emergency"};
    case Level::priority:
      return {"ưu tiên", "priority"};
    case Level::normal:
      return {"thông thường", "normal"};
  }
  std::abort();
}

}  // namespace loa::schedules::diff
