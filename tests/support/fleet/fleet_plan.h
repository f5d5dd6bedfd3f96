// What fleet_load is told.
#pragma once

#include <chrono>
#include <string>

#include "protocol/http_rules.h"

namespace loa::bench {

using Seconds = std::chrono::duration<double>;

struct Plan {
  std::string origin;
  std::string admin_key;
  int centre = 0;
  std::size_t stations = 100;
  Seconds lasts{60};
  Seconds status_every{3};
  Seconds rows_every{108};
  std::size_t batch = 1;
  std::chrono::seconds held{0};
  std::string acks;
  std::size_t revoke = 0;     // stations that are shut out on the way
  std::string revoke_at;      // the centre that is told so; "": the same
  std::string revoke_key;     // its administrator's
  std::size_t returning = 0;  // rows that each has to bring after a power cut; 0: there is none
};

// ORIGIN ADMIN_KEY CENTRE_PID [NAME=VALUE...]. Throws std::runtime_error.
Plan plan_from(int argc, char** argv);

// The centre's own host and port. Throws std::runtime_error.
protocol::Origin origin_of(const Plan& plan);

}  // namespace loa::bench
