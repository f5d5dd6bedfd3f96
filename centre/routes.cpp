#include "centre/routes.h"

#include <algorithm>
#include <array>

namespace loa::centre {
namespace {

constexpr std::array kAdminRoutes{
    AdminRoute{"tokens", entrance::Right::setup, true},
    AdminRoute{"revoke", entrance::Right::setup, true},
    AdminRoute{"place", entrance::Right::load, true},
    AdminRoute{"rollout", entrance::Right::load, true},
    AdminRoute{"programme", entrance::Right::load, false},
    AdminRoute{"command", entrance::Right::speak, false},  // its signatures decide
    AdminRoute{"stations", entrance::Right::see, true},
    AdminRoute{kMediaBelow, entrance::Right::load, false},
    AdminRoute{"submission", entrance::Right::load, false},
    AdminRoute{kApproval, entrance::Right::approve, true},
    AdminRoute{"submission/refuse", entrance::Right::approve, true},
    AdminRoute{kPeople, entrance::Right::people, true},
};

// What people read.
constexpr std::array kReadRoutes{"/v1/stations", "/v1/events",     "/v1/alarms",
                                 "/v1/acts",     "/v1/rollout",    "/v1/totals",
                                 "/metrics",     "/v1/stations/…", "/log/tile/entries/…",
                                 "/v1/media/…",  "/v1/submission", "/v1/submission/bundle"};
constexpr std::array kOpenRoutes{"/v1/login", "/v1/logout", "/v1/code", "/log/cosignature"};

}  // namespace

const AdminRoute* admin_route_of(std::string_view path) {
  const auto what = path.substr(kAdminPrefix.size());
  const auto* found = std::ranges::find(kAdminRoutes, what, &AdminRoute::what);
  if (found != kAdminRoutes.end()) return found->what == kMediaBelow ? nullptr : found;
  found = std::ranges::find(kAdminRoutes, what.substr(0, what.find('/')), &AdminRoute::what);
  const bool has_more =
      found != kAdminRoutes.end() && (found->what == kMediaBelow || found->what == kPeople);
  return has_more ? found : nullptr;
}

std::vector<Route> routes() {
  std::vector<Route> list{{"GET", "/v1/session", entrance::Right::anyone},
                          {"GET", "/log/…", entrance::Right::anyone},
                          {"POST", "/v1/password", entrance::Right::person},
                          {"POST", "/v1/alarms/acknowledge", entrance::Right::attend}};
  for (const auto* path : kOpenRoutes) list.push_back({"POST", path, entrance::Right::anyone});
  for (const auto* path : kReadRoutes) list.push_back({"GET", path, entrance::Right::see});
  for (const auto& route : kAdminRoutes) {
    const auto* const more = route.what == kMediaBelow ? "/…" : "";
    list.push_back({"POST", std::string(kAdminPrefix).append(route.what) + more, route.right});
  }
  return list;
}

}  // namespace loa::centre
