// Looking things up in a schedule.
#include "schedules/model.h"

#include <algorithm>

namespace loa::schedules {
namespace {

template <class T>
const T* with_id(const std::vector<T>& all, const std::string& id) {
  const auto found = std::ranges::find(all, id, &T::id);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

const Programme* WeeklySchedule::programme(const std::string& id) const {
  return with_id(programmes, id);
}

const Slogan* WeeklySchedule::slogan(const std::string& id) const { return with_id(slogans, id); }

}  // namespace loa::schedules
