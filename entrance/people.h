// The people who may come in at a page, and the station's way to keep them: one file, mode 0600.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/fields.h"
#include "entrance/rights.h"

namespace loa::entrance {

struct Person {
  std::string name;  // NFC; how they log in, and what the record calls them
  Role role = Role::operates;
  std::string hash;  // base::hash_password()
  bool disabled = false;
  // Not 0: `hash` is that of a one-time code, by which they choose a password until then (seconds
  // since 1970).
  std::int64_t code_until = 0;
  friend bool operator==(const Person&, const Person&) = default;
};

inline constexpr std::size_t kMostPeople = 50;
inline constexpr std::size_t kLongestName = 40;       // characters
inline constexpr std::size_t kShortestPassword = 10;  // characters
inline constexpr std::size_t kLongestPassword = 200;

// The member "name": what can stand in the record's "name/program@address".
std::string read_person_name(base::Fields& fields);
// Why a new password is not taken: too short, or too easy.
struct PasswordProblem {
  const char* code;
  base::Text message;
};
std::optional<PasswordProblem> password_problem(const std::string& password,
                                                const std::string& name = "");
// A new password, the member `key`: long enough, and not made of the name.
std::string read_new_password(base::Fields& fields, std::string_view key, const std::string& name);
// The member "role".
Role read_role(base::Fields& fields);
// The member `key`, a hash by base::hash_password().
std::string read_password_hash(base::Fields& fields, std::string_view key);

// Where they are kept. Every call may block, and throws std::runtime_error where that refuses;
// then nothing has changed.
class PeopleStore {
 public:
  PeopleStore() = default;
  PeopleStore(const PeopleStore&) = delete;
  PeopleStore& operator=(const PeopleStore&) = delete;
  virtual ~PeopleStore() = default;

  virtual std::vector<Person> all() const = 0;
  virtual std::optional<Person> find(const std::string& name) const = 0;
  // Adds the person, or replaces the one of that name. Durable.
  virtual void put(const Person& person) = 0;
  // Durable. Nobody of that name: nothing.
  virtual void remove(const std::string& name) = 0;
};

// Whether the last one who administers the others would do so no more if `person` stood so.
bool would_lock_out(const PeopleStore& people, const Person& person);
// Whether somebody may let weeks through: then nothing goes out that nobody has approved.
bool has_approver(const PeopleStore& people);

// One thread. Blocks on the disk.
class People final : public PeopleStore {
 public:
  // A file that cannot be read is put aside: then there is nobody, and the first person is made
  // anew by who has the machine. The station broadcasts all the same. Throws std::system_error.
  explicit People(std::filesystem::path file);

  std::vector<Person> all() const override { return people_; }
  std::optional<Person> find(const std::string& name) const override;
  void put(const Person& person) override;
  void remove(const std::string& name) override;
  // What was wrong with the file.
  const base::Problems& damaged() const { return damaged_; }

 private:
  void write(const std::vector<Person>& people) const;

  std::filesystem::path file_;
  std::vector<Person> people_;
  base::Problems damaged_;
};

}  // namespace loa::entrance
