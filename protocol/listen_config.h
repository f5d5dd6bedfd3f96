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
  // Asked of callers from other machines (HTTP Basic, user "loa"); needed to listen beyond
  // loopback.
  std::string password;
  bool tls = false;  // HTTPS; always beyond loopback
};

// The members "address", "port" (`port` unless told), "hosts", "password" and "tls". The caller
// calls finish().
ListenConfig read_listen(base::Fields& fields, unsigned short port);

}  // namespace loa::protocol
