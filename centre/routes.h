// What the centre's HTTP interface has for people, and whom each of it is for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "entrance/rights.h"

namespace loa::centre {

inline constexpr std::string_view kAdminPrefix = "/v1/admin/";

inline constexpr std::string_view kPeople = "people";
inline constexpr std::string_view kApproval = "submission/approve";
inline constexpr std::string_view kMediaBelow = "media";  // with a "/" and more

// What is asked below kAdminPrefix, and by whom: entrance/rights.cpp has the roles.
struct AdminRoute {
  std::string_view what;
  entrance::Right right;
  bool in_words;  // its body is short, and a person can read it
};
// Of "/v1/admin/media/…" that of "media"; null for what is not there. `path` begins with
// kAdminPrefix.
const AdminRoute* admin_route_of(std::string_view path);

// What people may ask, by method and path, and what right it takes; "/…" at the end of a path
// stands for anything.
struct Route {
  std::string method;
  std::string path;
  entrance::Right right;
};
// All of them; stations have theirs beside (docs/protocol.md).
std::vector<Route> routes();

}  // namespace loa::centre
