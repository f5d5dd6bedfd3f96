// Where a program's page is served, as its configuration file tells it.
#pragma once

#include <string>
#include <vector>

#include "base/fields.h"

namespace loa::protocol {

struct ListenConfig {
  std::string address = "127.0.0.1";
  unsigned short port = 0;  // 0: any free one
  // Names beside localhost under which browsers may reach the page; the Host header must be one.
  std::vector<std::string> hosts;
  // The centre's alone: asked of callers from other machines (HTTP Basic, user "loa").
  std::string password;
  bool tls = false;  // HTTPS; always beyond loopback

  // Whether only this machine can reach it.
  bool is_local() const;
};

// The members "address", "port" (`port` unless told), "hosts" and "tls". The caller calls finish().
ListenConfig read_listen(base::Fields& fields, unsigned short port);
// The member "password", without which a program may listen on loopback only.
void read_listen_password(base::Fields& fields, ListenConfig& listen);

}  // namespace loa::protocol
