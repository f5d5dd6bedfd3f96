// Who may do what at a page and its interface, the station's and the centre's: roles and rights,
// one table.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "base/language.h"

namespace loa::entrance {

enum class Role { operates, approves, commands, audits, administers };

// What a call needs. `nobody` comes first, so that a route that forgot to say is open to no one.
enum class Right {
  nobody,
  anyone,     // without logging in
  person,     // whoever has logged in
  see,        // what is, was and will be on the air
  prepare,    // reading and checking a week, which takes nothing
  load,       // taking a week, or handing it to who approves
  approve,    // letting a week through that somebody else submitted
  speak,      // announcing, pausing, volume, uploads; level 1 needs `emergency` too
  stop,       // silencing what sounds
  emergency,  // announcing at level 1
  lift,       // lifting the policy for a while
  attend,     // seeing to alarms, at the centre
  people,     // who may come in
  setup,      // what the machine is: its configuration, and a restart by it
};

inline constexpr std::array kAllRoles{Role::operates, Role::approves, Role::commands, Role::audits,
                                      Role::administers};
inline constexpr std::array kAllRights{
    Right::nobody, Right::anyone,  Right::person, Right::see,  Right::prepare,
    Right::load,   Right::approve, Right::speak,  Right::stop, Right::emergency,
    Right::lift,   Right::attend,  Right::people, Right::setup};

bool may(Role role, Right right);

// "operator", "approver", "commander", "auditor", "admin".
std::string_view name_of(Role role);
std::optional<Role> role_named(std::string_view name);
// "người vận hành", as people say it.
base::Text word_for(Role role);

// "see", "load"...
std::string_view name_of(Right right);

}  // namespace loa::entrance
