// What loa-centre is told in its configuration file (centre/loa-centre.schema.json).
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.h"
#include "protocol/listen_config.h"
#include "trust/signed_note.h"

namespace loa::centre {

// Who is told of alarms. Nobody: they stand on the page.
struct AlarmConfig {
  std::string webhook;  // https://... or, on this machine, http://...; "" for none
  std::vector<std::string> mail_to;
  std::string mail_from;
  // Reads a message on its standard input; the program by its whole path.
  std::vector<std::string> sendmail{"/usr/sbin/sendmail", "-t", "-i"};
};

struct MediaListen {
  std::string address;
  unsigned short port = 0;  // 0: any free one
};

struct Config {
  std::string title = "Loa";  // what the page is headed with
  std::filesystem::path state;
  std::string database;  // postgresql://...; "": SQLite, centre.db in the state folder
  std::string zone = "Asia/Ho_Chi_Minh";  // in which a day begins
  // At the file's root. Only callers of the page are asked for the password: stations sign.
  protocol::ListenConfig listen;
  // Where audio files are given to caches, by plain HTTP; nothing: nowhere.
  std::optional<MediaListen> media_listen = std::nullopt;
  AlarmConfig alarms = {};
  // Who may cosign the log's heads; different keys.
  std::vector<trust::LogKey> witnesses = {};
  std::filesystem::path file = {};  // this file
};

// Throws base::BadInput. `file` names places; relative paths in it are beside it.
Config config_from(std::string_view text, const std::string& file);
// Throws std::system_error where the file cannot be read.
Config read_config(const std::filesystem::path& file);

}  // namespace loa::centre
