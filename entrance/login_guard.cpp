#include "entrance/login_guard.h"

#include <arpa/inet.h>

#include <algorithm>
#include <tuple>

#include "base/crypto.h"
#include "protocol/http_rules.h"

namespace loa::entrance {
namespace {

constexpr base::Duration kForgotten = std::chrono::hours{1};
constexpr int kMostDoublings = 20;
constexpr auto kHere = "here";

}  // namespace

base::Duration Pauses::left(const std::string& key, base::Steady now) const {
  const auto found = entries_.find(key);
  if (found == entries_.end()) return base::Duration::zero();
  const auto& entry = found->second;
  if (entry.guesses < allowed_ || now - entry.last >= kForgotten) return base::Duration::zero();
  const int doublings = std::min(entry.guesses - allowed_, kMostDoublings);
  const base::Duration pause = std::chrono::seconds{1LL << static_cast<unsigned>(doublings)};
  return std::max(entry.last + std::min(pause, longest_) - now, base::Duration::zero());
}

void Pauses::count(const std::string& key, base::Steady now) {
  if (!entries_.contains(key)) make_room(now);
  auto& entry = entries_[key];
  if (now - entry.last >= kForgotten) entry.guesses = 0;
  ++entry.guesses;
  entry.last = now;
}

void Pauses::take_back(const std::string& key) {
  const auto found = entries_.find(key);
  if (found != entries_.end() && --found->second.guesses <= 0) entries_.erase(found);
}

// What has guessed least goes first: who floods with names or addresses drives out their own.
void Pauses::make_room(base::Steady now) {
  std::erase_if(entries_,
                [now](const auto& entry) { return now - entry.second.last >= kForgotten; });
  if (entries_.size() < LoginGuard::kMost) return;
  entries_.erase(std::ranges::min_element(entries_, {}, [](const auto& entry) {
    return std::tuple(entry.second.guesses, entry.second.last);
  }));
}

base::Duration LoginGuard::guess(const std::string& name, const std::string& address,
                                 base::Steady now) {
  const auto place = place_of(address);
  auto pause = addresses_.left(place, now);
  if (place != kHere && !is_known(name, place)) pause = std::max(pause, names_.left(name, now));
  if (pause > base::Duration::zero()) return pause;
  addresses_.count(place, now);
  names_.count(name, now);
  return pause;
}

void LoginGuard::succeeded(const std::string& name, const std::string& address) {
  const auto place = place_of(address);
  addresses_.take_back(place);
  names_.take_back(name);
  if (place == kHere || is_known(name, place)) return;
  known_.emplace_back(name, place);
  if (known_.size() > kMost) known_.pop_front();
}

bool LoginGuard::is_known(const std::string& name, const std::string& place) const {
  return std::ranges::find(known_, std::pair(name, place)) != known_.end();
}

std::string place_of(const std::string& address) {
  if (protocol::is_from_here(address)) return kHere;
  in6_addr six{};
  if (::inet_pton(AF_INET6, address.c_str(), &six) != 1) return address;
  if (IN6_IS_ADDR_V4MAPPED(&six)) return address.substr(address.rfind(':') + 1);
  const std::string_view bytes(reinterpret_cast<const char*>(six.s6_addr), 8);
  return base::to_hex(bytes) + "::/64";
}

}  // namespace loa::entrance
