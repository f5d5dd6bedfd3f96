// The list of people on disk.
#include "daemon/people.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/password.h"
#include "daemon/cookie.h"
#include "shell_support.h"

namespace loa::daemon::testing {
namespace {

using ::testing::ElementsAre;

const std::string& some_hash() {
  static const auto hash = base::hash_password("mat khau cua Lan");
  return hash;
}

Person person(const std::string& name, Role role) { return {name, role, some_hash()}; }

TEST(People, AreKeptForTheStationAlone) {
  const Folder folder;
  const auto lan = person("Nguyễn Thị Lan", Role::administers);
  {
    People people(folder / "people.json");
    people.put(lan);
    people.put(person("Minh", Role::operates));
    people.put(person("Minh", Role::audits));
  }
  const People people(folder / "people.json");
  EXPECT_THAT(people.all(), ElementsAre(lan, person("Minh", Role::audits)));
  EXPECT_EQ(*people.find("Nguyễn Thị Lan"), lan);
  EXPECT_EQ(people.find("minh"), nullptr);
  struct stat found {};
  ASSERT_EQ(::stat((folder / "people.json").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0600U);
}

TEST(People, ADamagedListIsPutAsideAndLetsNobodyIn) {
  for (const std::string text :
       {"", "{", R"({"loa": "people/1", "people": [{"name": "x"}]})",
        R"({"loa": "people/1", "people": [{"name": "x", "role": "admin", "password": "x"}]})",
        R"({"loa": "people/2", "people": []})"}) {
    const Folder folder;
    write(folder / "people.json", text);
    const People people(folder / "people.json");
    EXPECT_TRUE(people.all().empty()) << text;
    EXPECT_FALSE(people.damaged().empty()) << text;
    EXPECT_EQ(content_of(folder / "people.json.damaged-1"), text);
  }
}

TEST(People, TheLastAdministratorCannotGo) {
  const Folder folder;
  People people(folder / "people.json");
  people.put(person("Minh", Role::operates));
  EXPECT_FALSE(people.would_lock_out(person("Minh", Role::audits))) << "there was none";
  people.put(person("Lan", Role::administers));
  auto out = person("Lan", Role::administers);
  out.disabled = true;
  EXPECT_TRUE(people.would_lock_out(out));
  EXPECT_TRUE(people.would_lock_out(person("Lan", Role::audits)));
  EXPECT_FALSE(people.would_lock_out(person("Minh", Role::audits)));
  people.put(person("Minh", Role::administers));
  EXPECT_FALSE(people.would_lock_out(out));
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
}  // namespace loa::daemon::testing
