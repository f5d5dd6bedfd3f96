// Tells what a station does, line by line: compares one look at its status with the next.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace loa::cli {

using Json = nlohmann::ordered_json;

// What one look gives to print.
struct Told {
  std::vector<std::string> lines;  // stay on the terminal
  std::string now;                 // the last line, written over at the next look; may be empty
  bool show_board = false;         // the board's picture is worth printing after the lines
};

// A machine without I/O.
class WatchStory {
 public:
  // `status` as GET /v1/status gives it, `log` the rows of GET /v1/log, newest last or first.
  Told look(const Json& status, const Json& log);

 private:
  void tell_state(const Json& status, Told& told);
  void tell_on_air(const Json& status, Told& told);
  void tell_results(const Json& log, Told& told);
  void tell_centre(const Json& status, Told& told);

  bool first_ = true;
  std::string on_air_;
  std::string due_;
  std::string board_;
  std::string faults_;
  std::uint64_t last_seq_ = 0;
  std::uint64_t epoch_ = 0;
  bool centre_owes_ = false;  // a result was told that the centre did not have then
};

}  // namespace loa::cli
