#include "entrance/session_book.h"

#include <algorithm>

namespace loa::entrance {

void SessionBook::begin(std::string_view token, const std::string& person, base::Steady now) {
  if (count(person, now) >= kEach) end_oldest(&person);
  if (sessions_.size() >= kMost) end_oldest(nullptr);
  sessions_[base::sha256(token)] = {person, now, now};
}

std::optional<std::string> SessionBook::find(std::string_view token, base::Steady now, bool use) {
  forget_ended(now);
  const auto found = sessions_.find(base::sha256(token));
  if (found == sessions_.end()) return std::nullopt;
  if (use) found->second.used = now;
  return found->second.person;
}

void SessionBook::end(std::string_view token) { sessions_.erase(base::sha256(token)); }

void SessionBook::end_all(const std::string& person) {
  std::erase_if(sessions_, [&](const auto& entry) { return entry.second.person == person; });
}

std::size_t SessionBook::count(const std::string& person, base::Steady now) {
  forget_ended(now);
  return static_cast<std::size_t>(std::ranges::count_if(
      sessions_, [&](const auto& entry) { return entry.second.person == person; }));
}

void SessionBook::forget_ended(base::Steady now) {
  std::erase_if(sessions_, [now](const auto& entry) {
    return now - entry.second.used >= kIdle || now - entry.second.begun >= kLongest;
  });
}

void SessionBook::end_oldest(const std::string* person) {
  auto oldest = sessions_.end();
  for (auto each = sessions_.begin(); each != sessions_.end(); ++each) {
    if (person != nullptr && each->second.person != *person) continue;
    if (oldest == sessions_.end() || each->second.used < oldest->second.used) oldest = each;
  }
  if (oldest != sessions_.end()) sessions_.erase(oldest);
}

}  // namespace loa::entrance
