// How people come in by name and password, wherever they are kept: sessions, wrong guesses,
// one-time codes.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "entrance/login_guard.h"
#include "entrance/password_worker.h"
#include "entrance/people.h"
#include "entrance/session_book.h"

namespace loa::entrance {

// Of a person's one-time code.
inline constexpr base::Duration kCodeLife = std::chrono::hours{24 * 7};

// Who calls.
struct Caller {
  std::string name;  // "" for the machine's owner, and where nobody need log in
  Role role = Role::audits;
};

// What became of a try to come in.
struct Admission {
  enum class Verdict {
    in,
    wrong,
    wait,
    busy,    // too many passwords are being looked at
    failed,  // the disk, the database or the memory refused; the log says which
  };
  Verdict verdict = Verdict::wrong;
  base::Duration wait{0};  // before the next try
  std::string token = {};  // of the session that began
};

struct Guess {
  std::string name;
  std::string password;
  std::string address;
};

// One thread, the loop's. Nothing here waits for a password to be hashed; the disk or the database
// that keeps the people is waited for.
class FrontDesk {
 public:
  using Admitted = std::function<void(const Admission&)>;

  // `people` outlives it, and need not be there yet. `post`: PasswordWorker's.
  FrontDesk(PeopleStore& people, std::function<base::Now()> clock,
            std::function<void(std::function<void()>)> post);

  // Whose session it is; nothing for a stranger, and for whom another process on the same store has
  // given another password since. `use`: SessionBook's. Throws what the store does.
  std::optional<Caller> who(std::string_view token, bool use);

  // Each answers once, on the loop.
  void log_in(const Guess& guess, const Admitted& done);
  void log_out(std::string_view token) { sessions_.end(token); }
  // By the old password (`old.password`); every session of theirs ends.
  void change_password(const Guess& old, const std::string& wanted, const Admitted& done);
  // Keeps `person`, with a new password unless it is "", and ends their sessions: `in` means that
  // it was kept.
  void put(const Person& person, const std::string& password, const Admitted& done);
  // The same with a one-time code in place of a password, for kCodeLife; `code` as shown_code().
  void put_with_code(const Person& person,
                     const std::function<void(const Admission&, const std::string& code)>& done);
  // Whoever has such a code (`guess.password`) chooses a password by it, and is logged in.
  void use_code(const Guess& guess, const std::string& password, const Admitted& done);
  // Durable; false where the disk refuses. Their sessions end.
  bool remove(const std::string& name);
  // Likewise.
  bool keep(const Person& person);
  void end_sessions(const std::string& name) { sessions_.end_all(name); }
  std::size_t sessions_of(const std::string& name) {
    return sessions_.count(name, clock_().steady);
  }
  // The token of a session that begins.
  std::string begin_session(const Person& person);

  LoginGuard& guard() { return guard_; }
  PasswordWorker& worker() { return worker_; }

 private:
  // What a person's hash is of.
  enum class Secret { password, code };
  bool is_known(const std::optional<Person>& person, Secret secret) const;
  // With the person as they are kept, where it is `in`.
  using Checked = std::function<void(const Admission&, const Person&)>;
  void check(const Guess& guess, Secret secret, const Checked& done);
  void judge(const Guess& guess, Secret secret, const std::string& hash, bool fits,
             const Checked& done);
  void give_password(const Person& person, const std::string& password, const Checked& done);

  bool has_same_hash(const Person& person);

  PeopleStore& people_;
  const std::function<base::Now()> clock_;
  SessionBook sessions_;
  std::map<std::string, std::string> hashes_;  // by name, of whose sessions go on
  LoginGuard guard_;
  PasswordWorker worker_;
};

}  // namespace loa::entrance
