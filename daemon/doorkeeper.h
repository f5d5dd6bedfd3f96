// Who comes in at the station's page: people by name and password, the machine's owner by a file
// that nobody else can read, the first person by a code that is shown on the machine.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/timers.h"
#include "daemon/config.h"
#include "daemon/login_guard.h"
#include "daemon/password_worker.h"
#include "daemon/people.h"
#include "daemon/session_book.h"
#include "protocol/http.h"

namespace loa::daemon {

inline constexpr auto kSessionCookie = "loa-session";
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
    failed,  // the disk or the memory refused; the log says which
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

// One thread, the loop's. Nothing here waits for a password to be hashed; the disk is waited for.
class Doorkeeper {
 public:
  // Writes a new owner's token: that of an earlier start is worth nothing any more. A disk that
  // refuses it is logged and no more. `post`: PasswordWorker's. Throws std::system_error where the
  // list of people cannot be read.
  Doorkeeper(const Config& config, base::Timers& timers,
             std::function<void(std::function<void()>)> post);

  const People& people() const { return people_; }
  // Whether callers must say who they are.
  bool asks() const { return asks_; }
  // Nothing for a stranger. A request with X-Loa counts as use of its session.
  std::optional<Caller> who(const protocol::HttpRequest& request);

  // While there are no people: what makes the first one, 10 letters and digits; else "". Ends with
  // its use and with the program.
  const std::string& first_code() const { return first_code_; }

  // Each answers once, on the loop.
  using Admitted = std::function<void(const Admission&)>;
  void log_in(const Guess& guess, const Admitted& done);
  void log_out(const protocol::HttpRequest& request);
  // Makes an administrator of that name and password, who is then logged in. `code` may have
  // spaces, dashes, small letters. wrong: also where there are people already.
  void make_first(const std::string& code, const Guess& first, const Admitted& done);
  // Without a session of its own: `in` means that the password is right.
  void check_password(const Guess& guess, const Admitted& done);
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
  void end_sessions(const std::string& name) { sessions_.end_all(name); }
  std::size_t sessions_of(const std::string& name) {
    return sessions_.count(name, timers_.now().steady);
  }

 private:
  std::string begin_session(const std::string& name);
  // What a person's hash is of.
  enum class Secret { password, code };
  bool is_known(const Person* person, Secret secret) const;
  void check(const Guess& guess, Secret secret, const Admitted& done);
  bool code_fits(const std::string& code) const;
  void take_first_person(const std::optional<FirstPerson>& first);
  bool keep(const Person& person);

  base::Timers& timers_;
  const bool asks_;
  People people_;
  SessionBook sessions_;
  LoginGuard guard_;
  base::Sha256 owner_token_{};
  std::string first_code_;
  PasswordWorker worker_;
};

// "ABCDE-FGHJK", to be read aloud and typed.
std::string shown_code(const std::string& code);

}  // namespace loa::daemon
