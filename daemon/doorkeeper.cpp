#include "daemon/doorkeeper.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <system_error>

#include "base/crypto.h"
#include "base/files.h"
#include "base/log.h"
#include "daemon/cookie.h"

namespace loa::daemon {
namespace {

using Verdict = Admission::Verdict;

// Of a random password. What is checked for a name of nobody, so that the time tells nothing.
constexpr auto kDecoy =
    "$argon2id$v=19$m=32768,t=2,p=1$Ur/ddLOZKNzxV5H5RFjKjw$5DcitDFPIK/"
    "9jNGSyOsiXXl4AeqzYMNvDkhDtSU1G4Q";

// What looks like another when it is read from a screen or a sheet is left out: 0 O, 1 I L, 2 Z,
// 5 S, 8 B, U V. With 24 letters, ten of them have 45 bits.
constexpr std::string_view kLetters = "34679ACDEFGHJKMNPQRTVWXY";
constexpr std::size_t kCodeLength = 10;
// Names cannot be empty: guesses at the code are counted under none.
constexpr auto kFirst = "";

std::string new_code() {
  std::string code;
  while (code.size() < kCodeLength) {
    const auto byte = static_cast<unsigned char>(base::from_hex(base::random_hex(1)).value()[0]);
    // 240 is the largest multiple of 24 in a byte: beyond it some letters would come more often.
    if (byte < 240) code += kLetters[byte % kLetters.size()];
  }
  return code;
}

// "abcde fghjk" → "ABCDEFGHJK".
std::string plain_code(const std::string& typed) {
  std::string plain;
  for (const char c : typed) {
    if (c != '-' && c != ' ')
      plain += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return plain;
}

std::int64_t seconds_of(base::Wall wall) {
  return std::chrono::floor<std::chrono::seconds>(wall.time_since_epoch()).count();
}

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
  return cookie_named(request.header("cookie"), kSessionCookie);
}

}  // namespace

Doorkeeper::Doorkeeper(const Config& config, base::Timers& timers,
                       std::function<void(std::function<void()>)> post)
    : timers_(timers),
      asks_(config.asks_login),
      people_(config.state / "people.json"),
      owner_token_(base::sha256(owner_token_in(config.state))),
      worker_(std::move(post)) {
  for (const auto& problem : people_.damaged()) {
    base::log(base::LogLevel::error, base::to_string(problem));
  }
  if (people_.all().empty()) take_first_person(config.first_person);
  if (people_.all().empty()) first_code_ = new_code();
}

void Doorkeeper::take_first_person(const std::optional<FirstPerson>& first) {
  if (first) keep({first->name, Role::administers, first->hash});
}

bool Doorkeeper::keep(const Person& person) try {
  people_.put(person);
  first_code_.clear();
  sessions_.end_all(person.name);
  return true;
} catch (const std::system_error& error) {
  base::log(base::LogLevel::error, error.what());
  return false;
}

std::optional<Caller> Doorkeeper::who(const protocol::HttpRequest& request) {
  if (!asks_) return Caller{"", Role::administers};
  if (const auto token = bearer_token(request); !token.empty()) {
    // Hashes are compared, so that the time it takes tells nothing of the token.
    if (base::sha256(token) == owner_token_) return Caller{"", Role::administers};
    return std::nullopt;
  }
  const bool use = !request.header("x-loa").empty();
  const auto name = sessions_.find(session_token(request), timers_.now().steady, use);
  const auto* person = name ? people_.find(*name) : nullptr;
  if (person == nullptr || person->disabled) return std::nullopt;
  return Caller{person->name, person->role};
}

std::string Doorkeeper::begin_session(const std::string& name) {
  auto token = base::random_hex(32);
  sessions_.begin(token, name, timers_.now().steady);
  return token;
}

void Doorkeeper::check_password(const Guess& guess, const Admitted& done) {
  check(guess, Secret::password, done);
}

// A code that was given stays good where the clock is behind; that it ends too early would do more
// harm on a board without a battery.
bool Doorkeeper::is_known(const Person* person, Secret secret) const {
  if (person == nullptr || person->disabled) return false;
  if (secret == Secret::password) return person->code_until == 0;
  return person->code_until > seconds_of(timers_.now().wall);
}

void Doorkeeper::check(const Guess& guess, Secret secret, const Admitted& done) {
  const auto wait = guard_.guess(guess.name, guess.address, timers_.now().steady);
  if (wait > base::Duration::zero()) return done({Verdict::wait, wait});
  const auto* person = people_.find(guess.name);
  const std::string hash = is_known(person, secret) ? person->hash : kDecoy;
  const auto judge = [this, guess, secret, hash, done](bool fits) {
    const auto* still = people_.find(guess.name);
    const bool right = fits && is_known(still, secret) && still->hash == hash;
    if (!right) return done({Verdict::wrong});
    guard_.succeeded(guess.name, guess.address);
    done({Verdict::in});
  };
  if (!worker_.check(guess.password, hash, judge)) done({Verdict::busy});
}

void Doorkeeper::log_in(const Guess& guess, const Admitted& done) {
  check_password(guess, [this, name = guess.name, done](Admission admission) {
    if (admission.verdict == Verdict::in) admission.token = begin_session(name);
    done(admission);
  });
}

void Doorkeeper::log_out(const protocol::HttpRequest& request) {
  sessions_.end(session_token(request));
}

bool Doorkeeper::code_fits(const std::string& code) const {
  return !first_code_.empty() && base::sha256(plain_code(code)) == base::sha256(first_code_);
}

void Doorkeeper::make_first(const std::string& code, const Guess& first, const Admitted& done) {
  const auto wait = guard_.guess(kFirst, first.address, timers_.now().steady);
  if (wait > base::Duration::zero()) return done({Verdict::wait, wait});
  if (!code_fits(code)) return done({Verdict::wrong});
  guard_.succeeded(kFirst, first.address);
  const auto make = [this, code, first, done](const std::string& hash) {
    if (!code_fits(code)) return done({Verdict::wrong});  // somebody else was quicker
    if (hash.empty() || !keep({first.name, Role::administers, hash})) {
      return done({Verdict::failed});
    }
    done({Verdict::in, {}, begin_session(first.name)});
  };
  if (!worker_.make(first.password, make)) done({Verdict::busy});
}

void Doorkeeper::put(const Person& person, const std::string& password, const Admitted& done) {
  if (password.empty()) return done({keep(person) ? Verdict::in : Verdict::failed});
  const auto make = [this, person, done](const std::string& hash) {
    auto changed = person;
    changed.hash = hash;
    changed.code_until = 0;
    done({!hash.empty() && keep(changed) ? Verdict::in : Verdict::failed});
  };
  if (!worker_.make(password, make)) done({Verdict::busy});
}

void Doorkeeper::put_with_code(
    const Person& person,
    const std::function<void(const Admission&, const std::string& code)>& done) {
  const auto code = new_code();
  const auto make = [this, person, code, done](const std::string& hash) {
    auto changed = person;
    changed.hash = hash;
    changed.code_until = seconds_of(timers_.now().wall + kCodeLife);
    const bool kept = !hash.empty() && keep(changed);
    done({kept ? Verdict::in : Verdict::failed}, kept ? shown_code(code) : "");
  };
  if (!worker_.make(code, make)) done({Verdict::busy}, "");
}

void Doorkeeper::use_code(const Guess& guess, const std::string& password, const Admitted& done) {
  auto plain = guess;
  plain.password = plain_code(guess.password);
  check(plain, Secret::code, [this, name = guess.name, password, done](const Admission& checked) {
    const auto* person = people_.find(name);
    if (checked.verdict != Verdict::in || person == nullptr) return done(checked);
    put(*person, password, [this, name, done](Admission kept) {
      if (kept.verdict == Verdict::in) kept.token = begin_session(name);
      done(kept);
    });
  });
}

bool Doorkeeper::remove(const std::string& name) try {
  people_.remove(name);
  sessions_.end_all(name);
  return true;
} catch (const std::system_error& error) {
  base::log(base::LogLevel::error, error.what());
  return false;
}

std::string shown_code(const std::string& code) {
  return code.substr(0, kCodeLength / 2) + "-" + code.substr(kCodeLength / 2);
}

}  // namespace loa::daemon
