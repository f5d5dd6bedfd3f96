#include "daemon/got_commands.h"

#include <algorithm>

#include "protocol/messages.h"

namespace loa::daemon {

bool GotCommands::is_new(const std::string& id, base::Steady now) const {
  const auto found = until_.find(id);
  return found == until_.end() || found->second <= now;
}

void GotCommands::note(const std::string& id, bool settled, base::Steady now) {
  until_[id] = now + (settled ? kKept : kKeptWhileItMayBeObeyed);
  if (until_.size() <= protocol::kMaxGot) return;
  until_.erase(std::ranges::min_element(until_, {}, [](const auto& each) { return each.second; }));
}

std::vector<std::string> GotCommands::ids(base::Steady now) {
  std::erase_if(until_, [now](const auto& each) { return each.second <= now; });
  std::vector<std::string> ids;
  for (const auto& [id, until] : until_) ids.push_back(id);
  return ids;
}

}  // namespace loa::daemon
