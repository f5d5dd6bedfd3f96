#include "daemon/renewal.h"

namespace loa::daemon {

void Renewal::want(base::Steady now) {
  if (!since_) since_ = now;
}

void Renewal::insist(base::Steady now) {
  insisted_ = true;
  since_ = now;
}

bool Renewal::due(const StationView& view) const {
  if (!since_ || view.now.steady - *since_ < kAnswer) return false;
  return insisted_ || !is_in_the_way(view);
}

bool Renewal::is_in_the_way(const StationView& view) {
  if (view.on_air) return true;
  const auto now = view.trusted_wall();
  return now && view.next && view.next->start - *now < kClear;
}

}  // namespace loa::daemon
