#include "entrance/front_desk.h"

#include <stdexcept>

#include "base/crypto.h"
#include "base/log.h"
#include "entrance/one_time_code.h"

namespace loa::entrance {
namespace {

using Verdict = Admission::Verdict;

// Of a random password. What is checked for a name of nobody, so that the time tells nothing.
constexpr auto kDecoy =
    "$argon2id$v=19$m=32768,t=2,p=1$Ur/ddLOZKNzxV5H5RFjKjw$5DcitDFPIK/"
    "9jNGSyOsiXXl4AeqzYMNvDkhDtSU1G4Q";

std::int64_t seconds_of(base::Wall wall) {
  return std::chrono::floor<std::chrono::seconds>(wall.time_since_epoch()).count();
}

// What the store throws where nobody is above to catch it, but the loop.
template <class Work>
bool succeeds(const Work& work) try {
  work();
  return true;
} catch (const std::runtime_error& error) {
  base::log(base::LogLevel::error, error.what());
  return false;
}

}  // namespace

FrontDesk::FrontDesk(PeopleStore& people, std::function<base::Now()> clock,
                     std::function<void(std::function<void()>)> post)
    : people_(people), clock_(std::move(clock)), worker_(std::move(post)) {}

bool FrontDesk::keep(const Person& person) {
  const bool kept = succeeds([&] { people_.put(person); });
  if (kept) sessions_.end_all(person.name);
  return kept;
}

bool FrontDesk::remove(const std::string& name) {
  const bool removed = succeeds([&] { people_.remove(name); });
  if (removed) sessions_.end_all(name);
  return removed;
}

std::optional<Caller> FrontDesk::who(std::string_view token, bool use) {
  const auto name = sessions_.find(token, clock_().steady, use);
  const auto person = name ? people_.find(*name) : std::nullopt;
  if (!person || person->disabled || !has_same_hash(*person)) return std::nullopt;
  return Caller{person->name, person->role};
}

bool FrontDesk::has_same_hash(const Person& person) {
  auto& hash = hashes_[person.name];
  if (hash == person.hash) return true;
  sessions_.end_all(person.name);
  hash = person.hash;
  return false;
}

std::string FrontDesk::begin_session(const Person& person) {
  has_same_hash(person);
  auto token = base::random_hex(32);
  sessions_.begin(token, person.name, clock_().steady);
  return token;
}

// A code that was given stays good where the clock is behind; that it ends too early would do more
// harm on a board without a battery.
bool FrontDesk::is_known(const std::optional<Person>& person, Secret secret) const {
  if (!person || person->disabled) return false;
  if (secret == Secret::password) return person->code_until == 0;
  return person->code_until > seconds_of(clock_().wall);
}

void FrontDesk::check(const Guess& guess, Secret secret, const Checked& done) {
  const auto wait = guard_.guess(guess.name, guess.address, clock_().steady);
  if (wait > base::Duration::zero()) return done({Verdict::wait, wait}, {});
  const auto person = people_.find(guess.name);
  const std::string hash = is_known(person, secret) ? person->hash : kDecoy;
  const auto done_checking = [this, guess, secret, hash, done](bool fits) {
    judge(guess, secret, hash, fits, done);
  };
  if (!worker_.check(guess.password, hash, done_checking)) done({Verdict::busy}, {});
}

void FrontDesk::judge(const Guess& guess, Secret secret, const std::string& hash, bool fits,
                      const Checked& done) {
  std::optional<Person> still;
  if (!succeeds([&] { still = people_.find(guess.name); })) return done({Verdict::failed}, {});
  const bool right = fits && is_known(still, secret) && still->hash == hash;
  if (!right) return done({Verdict::wrong}, {});
  guard_.succeeded(guess.name, guess.address);
  done({Verdict::in}, *still);
}

void FrontDesk::log_in(const Guess& guess, const Admitted& done) {
  check(guess, Secret::password, [this, done](Admission admission, const Person& person) {
    if (admission.verdict == Verdict::in) admission.token = begin_session(person);
    done(admission);
  });
}

void FrontDesk::put(const Person& person, const std::string& password, const Admitted& done) {
  if (password.empty()) return done({keep(person) ? Verdict::in : Verdict::failed});
  give_password(person, password, [done](const Admission& kept, const Person&) { done(kept); });
}

void FrontDesk::give_password(const Person& person, const std::string& password,
                              const Checked& done) {
  const auto make = [this, person, done](const std::string& hash) {
    auto changed = person;
    changed.hash = hash;
    changed.code_until = 0;
    done({!hash.empty() && keep(changed) ? Verdict::in : Verdict::failed}, changed);
  };
  if (!worker_.make(password, make)) done({Verdict::busy}, person);
}

void FrontDesk::change_password(const Guess& old, const std::string& wanted, const Admitted& done) {
  check(
      old, Secret::password, [this, wanted, done](const Admission& checked, const Person& person) {
        if (checked.verdict != Verdict::in) return done(checked);
        give_password(person, wanted, [done](const Admission& kept, const Person&) { done(kept); });
      });
}

void FrontDesk::put_with_code(
    const Person& person,
    const std::function<void(const Admission&, const std::string& code)>& done) {
  const auto code = new_code();
  const auto make = [this, person, code, done](const std::string& hash) {
    auto changed = person;
    changed.hash = hash;
    changed.code_until = seconds_of(clock_().wall + kCodeLife);
    const bool kept = !hash.empty() && keep(changed);
    done({kept ? Verdict::in : Verdict::failed}, kept ? shown_code(code) : "");
  };
  if (!worker_.make(code, make)) done({Verdict::busy}, "");
}

void FrontDesk::use_code(const Guess& guess, const std::string& password, const Admitted& done) {
  auto plain = guess;
  plain.password = plain_code(guess.password);
  const auto begin = [this, done](Admission kept, const Person& person) {
    if (kept.verdict == Verdict::in) kept.token = begin_session(person);
    done(kept);
  };
  check(plain, Secret::code,
        [this, password, begin, done](const Admission& checked, const Person& person) {
          if (checked.verdict != Verdict::in) return done(checked);
          give_password(person, password, begin);
        });
}

}  // namespace loa::entrance
