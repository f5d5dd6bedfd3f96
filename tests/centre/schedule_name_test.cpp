// What a week calls itself.
#include "centre/schedule_name.h"

#include <gtest/gtest.h>

namespace loa::centre {
namespace {

TEST(ScheduleName, IsOfTheOutermostMembersWhereverTheyStand) {
  struct Case {
    const char* week;
    const char* name;
  };
  for (const auto& [week, name] : {
           Case{R"({"id": "tuan-48", "version": 3, "slots": []})", "tuan-48.3"},
           Case{R"({"slots": [{"id": "sang", "version": 9}], "version": 3, "id": "a"})", "a.3"},
           Case{R"({"of": {"id": "x", "version": 1}, "id": "a", "version": 12})", "a.12"},
           Case{R"({"id": "a", "version": 2} and what comes behind is not read)", "a.2"},
           Case{R"({"id": "a"})", ""},
           Case{R"({"version": 1})", ""},
           Case{R"({"id": "a", "version": "1"})", ""},
           Case{R"({"id": "a", "version": -1})", ""},
           Case{R"([{"id": "a", "version": 1}])", ""},
           Case{R"("id")", ""},
           Case{"no week", ""},
           Case{"", ""},
       })
    EXPECT_EQ(schedule_name_in(week), name) << week;
}

}  // namespace
}  // namespace loa::centre
