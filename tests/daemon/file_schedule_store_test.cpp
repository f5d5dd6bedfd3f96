// The week on disk: what is there after a stop, a power cut, or damage.
#include <gtest/gtest.h>

#include "daemon/file_schedule_store.h"
#include "schedules/read.h"
#include "shell_support.h"

namespace loa::daemon::testing {
namespace {

std::shared_ptr<const schedules::WeeklySchedule> version(int number) {
  return schedules::read_schedule(small_week(number), "week.json").schedule;
}

int version_of(const std::shared_ptr<const schedules::WeeklySchedule>& schedule) {
  return schedule ? schedule->version : 0;
}

void activate(FileScheduleStore& store, int number) {
  store.set_pending(version(number));
  store.activate();
}

TEST(FileScheduleStore, AnEmptyFolderHasNoSchedule) {
  const Folder folder;
  FileScheduleStore store(folder / "state");
  EXPECT_EQ(store.current(), nullptr);
  EXPECT_EQ(store.pending(), nullptr);
  store.activate();
  EXPECT_EQ(store.current(), nullptr);
}

TEST(FileScheduleStore, WhatWasTakenIsThereAfterAStart) {
  const Folder folder;
  {
    FileScheduleStore store(folder.path());
    activate(store, 1);
    store.set_pending(version(2));
  }
  FileScheduleStore store(folder.path());
  EXPECT_EQ(version_of(store.current()), 1);
  EXPECT_EQ(version_of(store.pending()), 2);
  store.activate();
  EXPECT_EQ(version_of(store.current()), 2);
  EXPECT_EQ(store.pending(), nullptr);
  EXPECT_FALSE(std::filesystem::exists(folder / "schedule-next.json"));
}

TEST(FileScheduleStore, APowerCutBeforeTheLastStepOfActivatingActivatesAgain) {
  const Folder folder;
  FileScheduleStore before(folder.path());
  activate(before, 1);
  before.set_pending(version(2));
  const auto pending = content_of(folder / "schedule-next.json");
  before.activate();
  write(folder / "schedule-next.json", pending);  // as if it had not been removed
  FileScheduleStore store(folder.path());
  EXPECT_EQ(version_of(store.pending()), 2);
  store.activate();
  EXPECT_EQ(version_of(store.current()), 2);
}

class DamagedSchedule : public ::testing::TestWithParam<const char*> {};

TEST_P(DamagedSchedule, IsPutAsideAndTheLastGoodOneTakesItsPlace) {
  const Folder folder;
  {
    FileScheduleStore store(folder.path());
    activate(store, 1);
    activate(store, 2);
  }
  write(folder / "schedule.json", GetParam());
  FileScheduleStore store(folder.path());
  EXPECT_EQ(version_of(store.current()), 1);
  ASSERT_EQ(store.damaged().size(), 1U);
  EXPECT_EQ(store.damaged()[0].code, "schedule-damaged");
  EXPECT_EQ(content_of(folder / "schedule.json.damaged-1"), GetParam());
  EXPECT_FALSE(std::filesystem::exists(folder / "schedule.json"));
}

INSTANTIATE_TEST_SUITE_P(Table, DamagedSchedule,
                         ::testing::Values("", "{", "{\"id\":\"tuan\"}", "\x01\x02\xff", "[]"));

TEST(FileScheduleStore, ASecondDamageDoesNotOverwriteTheFirst) {
  const Folder folder;
  for (const char* bad : {"một", "hai"}) {
    write(folder / "schedule.json", bad);
    FileScheduleStore store(folder.path());
    EXPECT_EQ(store.current(), nullptr);
  }
  EXPECT_EQ(content_of(folder / "schedule.json.damaged-1"), "một");
  EXPECT_EQ(content_of(folder / "schedule.json.damaged-2"), "hai");
}

TEST(FileScheduleStore, ADiskThatRefusesIsAnErrorAndTheOldWeekStays) {
  const Folder folder;
  FileScheduleStore store(folder.path());
  activate(store, 1);
  // A folder where the new file would be written makes every attempt fail, for root too.
  std::filesystem::create_directories(folder / "schedule-next.json.new");
  EXPECT_THROW(store.set_pending(version(2)), std::system_error);
  EXPECT_EQ(store.pending(), nullptr);
  EXPECT_EQ(version_of(store.current()), 1);
}

}  // namespace
}  // namespace loa::daemon::testing
