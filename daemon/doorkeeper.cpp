#include "daemon/doorkeeper.h"

#include <system_error>

#include "base/crypto.h"
#include "base/files.h"
#include "base/log.h"
#include "entrance/cookie.h"
#include "entrance/one_time_code.h"

namespace loa::daemon {
namespace {

using Verdict = Admission::Verdict;

// Names cannot be empty: guesses at the code are counted under none.
constexpr auto kFirst = "";

std::string owner_token_in(const std::filesystem::path& state) {
  auto token = base::random_hex(32);
  try {
    base::replace_file(state / kOwnerTokenFile, token + "\n", 0600);
  } catch (const std::system_error& error) {
    base::log(base::LogLevel::error, error.what());
  }
  return token;
}

std::string_view bearer_token(const protocol::HttpRequest& request) {
  constexpr std::string_view kScheme = "Bearer ";
  const auto header = request.header("authorization");
  return header.starts_with(kScheme) ? header.substr(kScheme.size()) : std::string_view{};
}

std::string_view session_token(const protocol::HttpRequest& request) {
  return entrance::cookie_named(request.header("cookie"), kSessionCookie);
}

}  // namespace

Doorkeeper::Doorkeeper(const Config& config, base::Timers& timers,
                       std::function<void(std::function<void()>)> post)
    : asks_(config.asks_login),
      people_(config.state / "people.json"),
      timers_(timers),
      desk_(
          people_, [&timers] { return timers.now(); }, std::move(post)),
      owner_token_(base::sha256(owner_token_in(config.state))) {
  for (const auto& problem : people_.damaged()) {
    base::log(base::LogLevel::error, base::to_string(problem));
  }
  if (people_.all().empty()) take_first_person(config.first_person);
  if (people_.all().empty()) first_code_ = entrance::new_code();
}

void Doorkeeper::take_first_person(const std::optional<FirstPerson>& first) {
  if (first) desk_.keep({first->name, Role::administers, first->hash});
}

std::optional<Caller> Doorkeeper::who(const protocol::HttpRequest& request) {
  if (!asks_) return Caller{"", Role::administers};
  if (const auto token = bearer_token(request); !token.empty()) {
    // Hashes are compared, so that the time it takes tells nothing of the token.
    if (base::sha256(token) == owner_token_) return Caller{"", Role::administers};
    return std::nullopt;
  }
  return desk_.who(session_token(request), !request.header("x-loa").empty());
}

void Doorkeeper::log_out(const protocol::HttpRequest& request) {
  desk_.log_out(session_token(request));
}

bool Doorkeeper::code_fits(const std::string& code) const {
  const auto wanted = first_code();
  return !wanted.empty() && base::sha256(entrance::plain_code(code)) == base::sha256(wanted);
}

void Doorkeeper::make_first(const std::string& code, const Guess& first,
                            const entrance::FrontDesk::Admitted& done) {
  const auto wait = desk_.guard().guess(kFirst, first.address, timers_.now().steady);
  if (wait > base::Duration::zero()) return done({Verdict::wait, wait});
  if (!code_fits(code)) return done({Verdict::wrong});
  desk_.guard().succeeded(kFirst, first.address);
  const auto make = [this, code, first, done](const std::string& hash) {
    if (!code_fits(code)) return done({Verdict::wrong});  // somebody else was quicker
    const Person person{first.name, Role::administers, hash};
    if (hash.empty() || !desk_.keep(person)) return done({Verdict::failed});
    done({Verdict::in, {}, desk_.begin_session(person)});
  };
  if (!desk_.worker().make(first.password, make)) done({Verdict::busy});
}

}  // namespace loa::daemon
