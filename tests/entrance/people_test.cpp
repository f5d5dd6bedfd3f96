// The list of people on disk.
#include "entrance/people.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/files.h"
#include "base/password.h"
#include "entrance/cookie.h"
#include "tests/simulation/scratch_folder.h"

namespace loa::entrance {
namespace {

using ::testing::ElementsAre;

const std::string& some_hash() {
  static const auto hash = base::hash_password("mat khau cua Lan");
  return hash;
}

Person person(const std::string& name, Role role) { return {name, role, some_hash()}; }

TEST(People, AreKeptForTheStationAlone) {
  const simulation::ScratchFolder folder;
  const auto lan = person("Nguyễn Thị Lan", Role::administers);
  {
    People people(folder.path() / "people.json");
    people.put(lan);
    people.put(person("Minh", Role::operates));
    people.put(person("Minh", Role::audits));
  }
  const People people(folder.path() / "people.json");
  EXPECT_THAT(people.all(), ElementsAre(lan, person("Minh", Role::audits)));
  EXPECT_EQ(*people.find("Nguyễn Thị Lan"), lan);
  EXPECT_EQ(people.find("minh"), std::nullopt);
  struct stat found {};
  ASSERT_EQ(::stat((folder.path() / "people.json").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0600U);
}

TEST(People, ADamagedListIsPutAsideAndLetsNobodyIn) {
  for (const std::string text :
       {"", "{", R"({"loa": "people/1", "people": [{"name": "x"}]})",
        R"({"loa": "people/1", "people": [{"name": "x", "role": "admin", "password": "x"}]})",
        R"({"loa": "people/2", "people": []})"}) {
    const simulation::ScratchFolder folder;
    base::replace_file(folder.path() / "people.json", text);
    const People people(folder.path() / "people.json");
    EXPECT_TRUE(people.all().empty()) << text;
    EXPECT_FALSE(people.damaged().empty()) << text;
    EXPECT_EQ(base::read_file_if_exists(folder.path() / "people.json.damaged-1", 4096), text);
  }
}

TEST(People, TheLastAdministratorCannotGo) {
  const simulation::ScratchFolder folder;
  People people(folder.path() / "people.json");
  people.put(person("Minh", Role::operates));
  EXPECT_FALSE(would_lock_out(people, person("Minh", Role::audits))) << "there was none";
  people.put(person("Lan", Role::administers));
  auto out = person("Lan", Role::administers);
  out.disabled = true;
  EXPECT_TRUE(would_lock_out(people, out));
  EXPECT_TRUE(would_lock_out(people, person("Lan", Role::audits)));
  EXPECT_FALSE(would_lock_out(people, person("Minh", Role::audits)));
  people.put(person("Minh", Role::administers));
  EXPECT_FALSE(would_lock_out(people, out));
}

TEST(NewPassword, MustBeLongAndNotTheName) {
  struct Case {
    const char* password;
    const char* code;  // "" for a good one
  };
  for (const auto& [password, code] : std::vector<Case>{{"ngắn", "password-short"},
                                                        {"123456789", "password-short"},
                                                        {"mật khẩu ở", ""},
                                                        {"aaaaaaaaaaaa", "password-easy"},
                                                        {"Phạm Văn Minh 1", "password-easy"},
                                                        {"loa kêu lúc năm giờ", ""}}) {
    const auto problem = password_problem(password, "Phạm Văn Minh");
    EXPECT_EQ(problem ? std::string(problem->code) : "", code) << password;
  }
}

TEST(Cookie, IsFoundAmongOthers) {
  struct Case {
    const char* header;
    const char* value;
  };
  for (const auto& [header, value] : std::vector<Case>{{"", ""},
                                                       {"loa=1", "1"},
                                                       {"a=b; loa=1", "1"},
                                                       {"a=b;loa=1;c", "1"},
                                                       {"loa=1; loa=2", "1"},
                                                       {" loa=1 ", "1"},
                                                       {"loa=a=b", "a=b"},
                                                       {"xloa=1", ""},
                                                       {"loax=1", ""},
                                                       {"a=\"; loa=1", "1"},
                                                       {"LOA=1", ""},
                                                       {"loa", ""},
                                                       {";;;", ""},
                                                       {"loa=", ""}}) {
    EXPECT_EQ(cookie_named(header, "loa"), value) << header;
  }
}

}  // namespace
}  // namespace loa::entrance
