// Who comes in at the station's page: people by name and password, the machine's owner by a file
// that nobody else can read, the first person by a code that is shown on the machine.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/timers.h"
#include "daemon/config.h"
#include "entrance/front_desk.h"
#include "protocol/http.h"

namespace loa::daemon {

inline constexpr auto kSessionCookie = "loa-session";
// How it is told who may come in.
using entrance::Admission;
using entrance::Caller;
using entrance::Guess;
using entrance::Person;
using entrance::Right;
using entrance::Role;

// One thread, the loop's. Nothing here waits for a password to be hashed; the disk is waited for.
class Doorkeeper {
 public:
  // Writes a new owner's token: that of an earlier start is worth nothing any more. A disk that
  // refuses it is logged and no more. `post`: PasswordWorker's. Throws std::system_error where the
  // list of people cannot be read.
  Doorkeeper(const Config& config, base::Timers& timers,
             std::function<void(std::function<void()>)> post);

  const entrance::People& people() const { return people_; }
  // How people come in once there are some.
  entrance::FrontDesk& desk() { return desk_; }
  // Whether callers must say who they are.
  bool asks() const { return asks_; }
  // Nothing for a stranger. A request with X-Loa counts as use of its session.
  std::optional<Caller> who(const protocol::HttpRequest& request);
  void log_out(const protocol::HttpRequest& request);

  // While there are no people: what makes the first one, 10 letters and digits; else "". Ends with
  // its use and with the program.
  std::string first_code() const { return people_.all().empty() ? first_code_ : ""; }
  // Makes an administrator of that name and password, who is then logged in. `code` may have
  // spaces, dashes, small letters. wrong: also where there are people already. Answers once, on
  // the loop.
  void make_first(const std::string& code, const Guess& first,
                  const entrance::FrontDesk::Admitted& done);

 private:
  bool code_fits(const std::string& code) const;
  void take_first_person(const std::optional<FirstPerson>& first);

  const bool asks_;
  entrance::People people_;
  base::Timers& timers_;
  entrance::FrontDesk desk_;
  base::Sha256 owner_token_{};
  std::string first_code_;
};

}  // namespace loa::daemon
