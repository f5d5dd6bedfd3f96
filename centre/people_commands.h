// loa-centre people: who may come in at the centre's page, as the machine's administrator says it.
#pragma once

#include <string>

#include "centre/config.h"

namespace loa::centre {

// All block, and throw as admin_commands.h's do. What they give is for people to read.

std::string list_people(const Config& config);
// With a one-time code by which the person chooses a password. `role` is entrance::name_of.
std::string add_person(const Config& config, const std::string& name, const std::string& role);
std::string give_code(const Config& config, const std::string& name);
std::string change_role(const Config& config, const std::string& name, const std::string& role);
// Whether the person is kept out; nothing of theirs is lost.
std::string disable_person(const Config& config, const std::string& name, bool disabled);
std::string remove_person(const Config& config, const std::string& name);

}  // namespace loa::centre
