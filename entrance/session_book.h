// Who is logged in. No I/O: time and tokens are arguments. Of a token only its SHA-256 is kept, so
// that what leaks from memory opens nothing.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/crypto.h"
#include "base/time.h"

namespace loa::entrance {

class SessionBook {
 public:
  static constexpr base::Duration kIdle = std::chrono::minutes{30};
  static constexpr base::Duration kLongest = std::chrono::hours{12};
  static constexpr std::size_t kEach = 8;   // of one person; then the oldest ends
  static constexpr std::size_t kMost = 64;  // in all; then the oldest ends

  // `token`: random, 32 bytes or more.
  void begin(std::string_view token, const std::string& person, base::Steady now);
  // The person of a session that goes on. A page that only looks again and again is no `use`: it
  // does not keep a session that its person has left.
  std::optional<std::string> find(std::string_view token, base::Steady now, bool use);
  void end(std::string_view token);
  // Every session of the person: after a new password, another role, or where they may not come in
  // any more.
  void end_all(const std::string& person);
  // How many sessions of the person go on.
  std::size_t count(const std::string& person, base::Steady now);
  std::size_t size() const { return sessions_.size(); }

 private:
  struct Session {
    std::string person;
    base::Steady begun;
    base::Steady used;
  };
  void forget_ended(base::Steady now);
  void end_oldest(const std::string* person);

  std::map<base::Sha256, Session> sessions_;
};

}  // namespace loa::entrance
