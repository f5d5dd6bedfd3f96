#include "support/fleet/fleet_plan.h"

#include <cstdlib>
#include <functional>
#include <map>
#include <stdexcept>

namespace loa::bench {
namespace {

std::map<std::string, std::function<void(const std::string&)>> readers(Plan& plan) {
  const auto seconds = [](Seconds& to) {
    return [&to](const std::string& value) { to = Seconds(std::stod(value)); };
  };
  const auto number = [](std::size_t& to) {
    return [&to](const std::string& value) { to = std::stoul(value); };
  };
  const auto text = [](std::string& to) { return [&to](const std::string& value) { to = value; }; };
  return {
      {"stations", number(plan.stations)},
      {"seconds", seconds(plan.lasts)},
      {"status", seconds(plan.status_every)},
      {"rows", seconds(plan.rows_every)},
      {"batch", number(plan.batch)},
      {"held",
       [&plan](const std::string& value) { plan.held = std::chrono::seconds(std::stoul(value)); }},
      {"acks", text(plan.acks)},
      {"revoke", number(plan.revoke)},
      {"revokeAt", text(plan.revoke_at)},
      {"revokeKey", text(plan.revoke_key)},
      {"returning", number(plan.returning)}};
}

}  // namespace

Plan plan_from(int argc, char** argv) {
  Plan plan;
  plan.origin = argv[1];
  plan.admin_key = argv[2];
  plan.centre = std::atoi(argv[3]);
  const auto known = readers(plan);
  for (int i = 4; i < argc; ++i) {
    const std::string word = argv[i];
    const auto at = word.find('=');
    const auto reader = known.find(word.substr(0, at));
    if (at == std::string::npos || reader == known.end())
      throw std::runtime_error("not NAME=VALUE of a known name: " + word);
    reader->second(word.substr(at + 1));
  }
  if (plan.revoke_at.empty()) plan.revoke_at = plan.origin;
  if (plan.revoke_key.empty()) plan.revoke_key = plan.admin_key;
  return plan;
}

protocol::Origin origin_of(const Plan& plan) {
  auto origin = protocol::parse_origin(plan.origin);
  if (!origin) throw std::runtime_error("no origin: " + plan.origin);
  return *origin;
}

}  // namespace loa::bench
