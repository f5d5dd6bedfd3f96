// What the tests of the station's shell share: folders, sounds, a station that runs, and calls to
// it.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "daemon/app.h"

namespace loa::daemon::testing {

using Json = nlohmann::json;

// A folder that is gone with the test.
class Folder {
 public:
  Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder();
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

std::string content_of(const std::filesystem::path& file);
void write(const std::filesystem::path& file, const std::string& content);
// A WAV with a 440 Hz tone of that amplitude.
void write_tone(const std::filesystem::path& file, double seconds, float amplitude = 0.25F);
std::filesystem::path decoder_program();

// A week in which every day is full of what `programmes` (JSON, a list) and `slots` (JSON) say.
std::string week(const std::string& programmes, const std::string& slots, int version = 1);
// One chime, at five in the morning.
std::string small_week(int version = 1);

// A configuration on the virtual output, listening on any port.
Config config_in(const Folder& folder);

struct Called {
  int status = 0;
  std::string body;
  std::map<std::string, std::string> headers;  // names in lower case
  Json json() const { return Json::parse(body, nullptr, false); }
};

// A whole station that runs on a thread of its own until the test ends.
class RunningStation {
 public:
  explicit RunningStation(Config config);
  ~RunningStation();

  // By the machine's owner.
  Called get(const std::string& path, const std::map<std::string, std::string>& query = {}) const;
  // The same, with the header X-Loa.
  Called post(const std::string& path, const std::string& body,
              const std::map<std::string, std::string>& query = {}) const;
  // With exactly these headers.
  Called call(const std::string& method, const std::string& path,
              const std::map<std::string, std::string>& query, const std::string& body,
              const std::map<std::string, std::string>& headers) const;
  // The header by which the owner is known.
  std::map<std::string, std::string> owner() const;
  // Asks for the status until it is so, for a minute at most; the last answer.
  Json wait_until(const std::function<bool(const Json&)>& so) const;
  void stop();
  // Waits for the end of a station that was not stopped: whether it is to begin again.
  bool begins_again();

 private:
  std::filesystem::path state_;
  App app_;
  bool again_ = false;
  std::thread thread_;
};

// The password of everybody in the tests.
inline constexpr auto kPassword = "loa kêu lúc năm giờ";
// By the owner.
void add_person(const RunningStation& station, const std::string& name, const std::string& role);

// A browser: it keeps the cookie and sends it.
class Browser {
 public:
  explicit Browser(const RunningStation& station) : station_(station) {}

  Called get(const std::string& path) { return ask("GET", path, "", false); }
  Called post(const std::string& path, const Json& body) {
    return ask("POST", path, body.dump(), true);
  }
  Called log_in(const std::string& name, const std::string& password = kPassword) {
    return post("/v1/login", {{"name", name}, {"password", password}});
  }
  const std::string& cookie() const { return cookie_; }

  std::string set_cookie;  // the last one, whole

 private:
  Called ask(const std::string& method, const std::string& path, const std::string& body,
             bool acts);

  const RunningStation& station_;
  std::string cookie_;
};

// Titles of the record's events, and their evidence.
std::vector<std::pair<std::string, Json>> events_of(const RunningStation& station);

}  // namespace loa::daemon::testing
