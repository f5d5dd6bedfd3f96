// The command line's way to a station.
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

namespace loa::cli {

// Where the packages have the station's configuration.
inline constexpr auto kUsualConfig = "/etc/loa/station.json";

// No station answers at that address.
class NoStation : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The station refused, and said why, in the user's language.
class Refused : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

using Query = std::map<std::string, std::string>;

struct Answer {
  int status = 0;
  std::string body;
  nlohmann::ordered_json json() const;  // null where the body is not JSON
};

// Blocks, 60 s at most. Each call throws NoStation.
//
// To a station on this machine it says that it is the owner's, by the token in the state folder,
// which only the service's user and root can read. No other machine is ever told the token.
class StationClient {
 public:
  // `url`: "http://127.0.0.1:8470". The state folder is that of the configuration that LOA_CONFIG
  // names, or the packages'.
  explicit StationClient(const std::string& url);
  StationClient(std::string url, const std::filesystem::path& state);

  Answer get(const std::string& path, const Query& query = {}) const;
  Answer post(const std::string& path, const std::string& body, const Query& query = {}) const;
  // The same, but throw Refused unless the status is 2xx.
  Answer need(const std::string& path, const Query& query = {}) const;
  Answer command(const std::string& path, const nlohmann::ordered_json& body) const;

 private:
  Answer send(const std::string& method, const std::string& path, const std::string& body,
              const Query& query) const;

  std::string url_;
  std::string token_;  // "" where there is none to be read
};

// The answer, or Refused with what it says.
Answer checked(Answer answer);

}  // namespace loa::cli
