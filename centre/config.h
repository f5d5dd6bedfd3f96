// What loa-centre is told in its configuration file (centre/loa-centre.schema.json).
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.h"

namespace loa::centre {

struct Config {
  std::string title = "Loa";  // what the page is headed with
  std::filesystem::path state;
  std::string zone = "Asia/Ho_Chi_Minh";  // in which a day begins
  std::string address = "127.0.0.1";
  unsigned short port = 8480;  // 0: any free one
  // Names beside localhost under which browsers may reach the page; the Host header must be one.
  std::vector<std::string> hosts;
  // Asked of callers of the page from other machines (HTTP Basic, user "loa"); needed to listen
  // beyond loopback. Stations sign their requests instead.
  std::string password;
};

// Throws base::BadInput. `file` names places; relative paths in it are beside it.
Config config_from(std::string_view text, const std::string& file);
// Throws std::system_error where the file cannot be read.
Config read_config(const std::filesystem::path& file);

}  // namespace loa::centre
