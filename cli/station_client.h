// The command line's way to a station.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

namespace loa::cli {

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
class StationClient {
 public:
  // `url`: "http://127.0.0.1:8470". Throws NoStation if it cannot be one.
  explicit StationClient(std::string url) : url_(std::move(url)) {}

  Answer get(const std::string& path, const Query& query = {}) const;
  Answer post(const std::string& path, const std::string& body, const Query& query = {}) const;
  // The same, but throw Refused unless the status is 2xx.
  Answer need(const std::string& path, const Query& query = {}) const;
  Answer command(const std::string& path, const nlohmann::ordered_json& body) const;

 private:
  Answer send(const std::string& method, const std::string& path, const std::string& body,
              const Query& query) const;

  std::string url_;
};

// The answer, or Refused with what it says.
Answer checked(Answer answer);

}  // namespace loa::cli
