// Slows down who guesses passwords. No I/O: time is an argument. Memory is bounded.
//
// Two counts of wrong guesses, each with growing pauses: by address, and by name, since a guesser
// may have many addresses. A pause by name would let a stranger keep the owner out, so it does not
// hold for the machine itself, nor for an address from which that very name came in before. What
// remains in the owner's way then is only the pause of their own address; and `loa` on the machine
// itself needs no password at all.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <utility>

#include "base/time.h"

namespace loa::entrance {

// Counts by key, and the pause that a count asks for. Private to LoginGuard.
class Pauses {
 public:
  // The first `allowed` guesses are free; then 1 s, 2 s, 4 s... up to `longest`. An hour without a
  // guess is a new beginning.
  Pauses(int allowed, base::Duration longest) : allowed_(allowed), longest_(longest) {}
  base::Duration left(const std::string& key, base::Steady now) const;
  void count(const std::string& key, base::Steady now);
  void take_back(const std::string& key);
  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    int guesses = 0;
    base::Steady last{};
  };
  void make_room(base::Steady now);

  int allowed_;
  base::Duration longest_;
  std::map<std::string, Entry> entries_;
};

class LoginGuard {
 public:
  static constexpr std::size_t kMost = 256;  // of addresses, of names, of known places

  // Zero: the guess may be made, and counts as wrong until succeeded(), so that many at once count
  // each. Else how long to wait; nothing is counted. `name` may be of nobody.
  base::Duration guess(const std::string& name, const std::string& address, base::Steady now);
  // The guess was right. The address keeps the count of its other guesses: who has one password
  // must not try others for free.
  void succeeded(const std::string& name, const std::string& address);

  std::size_t size() const { return addresses_.size() + names_.size() + known_.size(); }

 private:
  bool is_known(const std::string& name, const std::string& place) const;

  Pauses addresses_{5, std::chrono::minutes{15}};
  Pauses names_{20, std::chrono::minutes{5}};
  std::deque<std::pair<std::string, std::string>> known_;  // name and place; the newest last
};

// What counts as one address: an IPv4 address, also inside IPv6; of IPv6 the /64, which is one
// subscriber's. All of loopback is one.
std::string place_of(const std::string& address);

}  // namespace loa::entrance
