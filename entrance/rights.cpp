#include "entrance/rights.h"

#include <algorithm>

namespace loa::entrance {
namespace {

struct RoleEntry {
  Role role;
  std::string_view name;
  const char* vi;
  const char* en;
};

constexpr std::array kRoles{
    RoleEntry{Role::operates, "operator", "người vận hành", "operator"},
    RoleEntry{Role::approves, "approver", "người duyệt", "approver"},
    RoleEntry{Role::commands, "commander", "người chỉ huy", "commander"},
    RoleEntry{Role::audits, "auditor", "người giám sát", "auditor"},
    RoleEntry{Role::administers, "admin", "người quản trị", "administrator"},
};

constexpr const RoleEntry& entry_of(Role role) {
  return *std::ranges::find(kRoles, role, &RoleEntry::role);
}

// A column a role: operator, approver, commander, auditor, admin. Everybody who may move the sound
// may silence it: a stop that comes too early does less harm than one that nobody may give.
struct RightEntry {
  Right right;
  std::string_view name;
  std::array<bool, kAllRoles.size()> of;
};

constexpr bool o = false;
constexpr bool X = true;
constexpr std::array kRights{
    RightEntry{Right::nobody, "nobody", {o, o, o, o, o}},
    RightEntry{Right::anyone, "anyone", {X, X, X, X, X}},
    RightEntry{Right::person, "person", {X, X, X, X, X}},
    RightEntry{Right::see, "see", {X, X, X, X, X}},
    RightEntry{Right::prepare, "prepare", {X, X, o, o, X}},
    RightEntry{Right::load, "load", {X, o, o, o, X}},
    RightEntry{Right::approve, "approve", {o, X, o, o, o}},
    RightEntry{Right::speak, "speak", {X, o, X, o, X}},
    RightEntry{Right::stop, "stop", {X, X, X, o, X}},
    RightEntry{Right::emergency, "emergency", {o, o, X, o, X}},
    RightEntry{Right::lift, "lift", {o, o, X, o, X}},
    RightEntry{Right::attend, "attend", {X, X, X, o, X}},
    RightEntry{Right::people, "people", {o, o, o, o, X}},
    RightEntry{Right::setup, "setup", {o, o, o, o, X}},
};

constexpr const RightEntry& entry_of(Right right) {
  return *std::ranges::find(kRights, right, &RightEntry::right);
}

}  // namespace

bool may(Role role, Right right) { return entry_of(right).of.at(static_cast<std::size_t>(role)); }

std::string_view name_of(Role role) { return entry_of(role).name; }

std::optional<Role> role_named(std::string_view name) {
  const auto found = std::ranges::find(kRoles, name, &RoleEntry::name);
  return found == kRoles.end() ? std::nullopt : std::optional(found->role);
}

base::Text word_for(Role role) { return {entry_of(role).vi, entry_of(role).en}; }

std::string_view name_of(Right right) { return entry_of(right).name; }

}  // namespace loa::entrance
