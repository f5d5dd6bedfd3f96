// The week on disk: what is there after a stop, a power cut, or damage.
#include <gtest/gtest.h>

#include "daemon/file_schedule_store.h"
#include "schedules/read.h"
#include "shell_support.h"

namespace loa::daemon::testing {
namespace {

// A folder with the week's files, of a station that signs for itself.
struct Kept {
  Folder folder;
  base::SigningKey key = base::SigningKey::generate();
  WeekTrust trust{folder.path(), std::nullopt, "st-1", key};

  std::shared_ptr<const schedules::WeeklySchedule> version(int number) {
    return trust.take(trust.admit(small_week(number), "week.json", std::nullopt).schedule);
  }
  void activate(FileScheduleStore& store, int number) {
    store.set_pending(version(number));
    store.activate();
  }
};

int version_of(const std::shared_ptr<const schedules::WeeklySchedule>& schedule) {
  return schedule ? schedule->version : 0;
}

TEST(FileScheduleStore, AnEmptyFolderHasNoSchedule) {
  Kept kept;
  const Folder& folder = kept.folder;
  FileScheduleStore store(folder / "state", kept.trust);
  EXPECT_EQ(store.current(), nullptr);
  EXPECT_EQ(store.pending(), nullptr);
  store.activate();
  EXPECT_EQ(store.current(), nullptr);
}

TEST(FileScheduleStore, WhatWasTakenIsThereAfterAStart) {
  Kept kept;
  const Folder& folder = kept.folder;
  {
    FileScheduleStore store(folder.path(), kept.trust);
    kept.activate(store, 1);
    store.set_pending(kept.version(2));
  }
  FileScheduleStore store(folder.path(), kept.trust);
  EXPECT_EQ(version_of(store.current()), 1);
  EXPECT_EQ(version_of(store.pending()), 2);
  store.activate();
  EXPECT_EQ(version_of(store.current()), 2);
  EXPECT_EQ(store.pending(), nullptr);
  EXPECT_FALSE(std::filesystem::exists(folder / "programme-next.json"));
}

TEST(FileScheduleStore, APowerCutBeforeTheLastStepOfActivatingActivatesAgain) {
  Kept kept;
  const Folder& folder = kept.folder;
  FileScheduleStore before(folder.path(), kept.trust);
  kept.activate(before, 1);
  before.set_pending(kept.version(2));
  const auto pending = content_of(folder / "programme-next.json");
  before.activate();
  write(folder / "programme-next.json", pending);  // as if it had not been removed
  FileScheduleStore store(folder.path(), kept.trust);
  EXPECT_EQ(version_of(store.pending()), 2);
  store.activate();
  EXPECT_EQ(version_of(store.current()), 2);
}

class DamagedSchedule : public ::testing::TestWithParam<const char*> {};

TEST_P(DamagedSchedule, IsPutAsideAndTheLastGoodOneTakesItsPlace) {
  Kept kept;
  const Folder& folder = kept.folder;
  {
    FileScheduleStore store(folder.path(), kept.trust);
    kept.activate(store, 1);
    kept.activate(store, 2);
  }
  write(folder / "programme.json", GetParam());
  FileScheduleStore store(folder.path(), kept.trust);
  EXPECT_EQ(version_of(store.current()), 1);
  ASSERT_EQ(store.damaged().size(), 1U);
  EXPECT_EQ(store.damaged()[0].code, "schedule-damaged");
  EXPECT_EQ(content_of(folder / "programme.json.damaged-1"), GetParam());
  EXPECT_FALSE(std::filesystem::exists(folder / "programme.json"));
}

INSTANTIATE_TEST_SUITE_P(Table, DamagedSchedule,
                         ::testing::Values("", "{", "{\"id\":\"tuan\"}", "\x01\x02\xff", "[]",
                                           R"({"loa":"programme-bundle/1"})"));

// Somebody changed the week on the card.
TEST(FileScheduleStore, AnyChangedByteIsNotBelieved) {
  Kept kept;
  const auto file = kept.folder / "programme.json";
  {
    FileScheduleStore store(kept.folder.path(), kept.trust);
    kept.activate(store, 1);
  }
  const auto whole = content_of(file);
  const auto at = whole.find("Tuần");
  ASSERT_NE(at, std::string::npos);
  write(file, whole.substr(0, at) + "tuần" + whole.substr(at + std::string("Tuần").size()));
  FileScheduleStore store(kept.folder.path(), kept.trust);
  EXPECT_EQ(store.current(), nullptr);
  EXPECT_EQ(store.damaged().size(), 1U);
}

// A card out of another station.
TEST(FileScheduleStore, AnotherStationsWeekIsNotBelieved) {
  Kept kept, other;
  {
    FileScheduleStore store(other.folder.path(), other.trust);
    other.activate(store, 1);
  }
  write(kept.folder / "programme.json", content_of(other.folder / "programme.json"));
  EXPECT_EQ(FileScheduleStore(kept.folder.path(), kept.trust).current(), nullptr);
}

TEST(FileScheduleStore, ASecondDamageDoesNotOverwriteTheFirst) {
  Kept kept;
  const Folder& folder = kept.folder;
  for (const char* bad : {"một", "hai"}) {
    write(folder / "programme.json", bad);
    FileScheduleStore store(folder.path(), kept.trust);
    EXPECT_EQ(store.current(), nullptr);
  }
  EXPECT_EQ(content_of(folder / "programme.json.damaged-1"), "một");
  EXPECT_EQ(content_of(folder / "programme.json.damaged-2"), "hai");
}

// Starts that fail, and then the one that looks.
struct Crashed {
  explicit Crashed(const Kept& kept, int crashes) : file(kept.folder / "starts.json") {
    for (int i = 0; i < crashes; ++i) StartKeeper(file, "boot");
  }
  std::filesystem::path file;
};

TEST(FileScheduleStore, AfterACrashLoopTheWeekBeforeIsInForceUntilANewOneComes) {
  Kept kept;
  {
    FileScheduleStore store(kept.folder.path(), kept.trust);
    kept.activate(store, 1);
    kept.activate(store, 2);
    store.set_pending(kept.version(3));
  }
  const Crashed crashed(kept, 3);
  {
    StartKeeper starts(crashed.file, "boot");
    FileScheduleStore store(kept.folder.path(), kept.trust, &starts);
    EXPECT_TRUE(store.in_safe_mode());
    EXPECT_EQ(version_of(store.current()), 1);
    EXPECT_EQ(store.pending(), nullptr) << "it may be what brings the station down";
    kept.activate(store, 4);
    EXPECT_FALSE(store.in_safe_mode());
    EXPECT_EQ(version_of(store.current()), 4);
    starts.stopped();
  }
  StartKeeper starts(crashed.file, "boot");
  FileScheduleStore store(kept.folder.path(), kept.trust, &starts);
  EXPECT_FALSE(store.in_safe_mode());
  EXPECT_EQ(version_of(store.current()), 4);
}

TEST(FileScheduleStore, WithoutAWeekBeforeACrashLoopLeavesTheOneInForce) {
  Kept kept;
  {
    FileScheduleStore store(kept.folder.path(), kept.trust);
    kept.activate(store, 1);
  }
  StartKeeper starts(Crashed(kept, 3).file, "boot");
  FileScheduleStore store(kept.folder.path(), kept.trust, &starts);
  EXPECT_TRUE(store.in_safe_mode());
  EXPECT_EQ(version_of(store.current()), 1);
}

TEST(FileScheduleStore, WhereTheWeekBeforeDoesNotHelpNoneIsInForce) {
  Kept kept;
  {
    FileScheduleStore store(kept.folder.path(), kept.trust);
    kept.activate(store, 1);
    kept.activate(store, 2);
  }
  StartKeeper starts(Crashed(kept, 12).file, "boot");
  FileScheduleStore store(kept.folder.path(), kept.trust, &starts);
  EXPECT_TRUE(store.in_safe_mode());
  EXPECT_EQ(store.current(), nullptr);
  kept.activate(store, 3);
  EXPECT_EQ(version_of(store.current()), 3);
  EXPECT_FALSE(store.in_safe_mode());
}

TEST(FileScheduleStore, ADamagedCountOfStartsBeginsAnew) {
  Kept kept;
  const Crashed crashed(kept, 12);
  write(crashed.file, "{\"points\":");
  EXPECT_EQ(StartKeeper(crashed.file, "boot").safe_mode(), SafeMode::none);
  EXPECT_EQ(start_count_from(content_of(crashed.file))->points, 0);
}

TEST(FileScheduleStore, ADiskThatRefusesIsAnErrorAndTheOldWeekStays) {
  Kept kept;
  const Folder& folder = kept.folder;
  FileScheduleStore store(folder.path(), kept.trust);
  kept.activate(store, 1);
  // A folder where the new file would be written makes every attempt fail, for root too.
  std::filesystem::create_directories(folder / "programme-next.json.new");
  EXPECT_THROW(store.set_pending(kept.version(2)), std::system_error);
  EXPECT_EQ(store.pending(), nullptr);
  EXPECT_EQ(version_of(store.current()), 1);
}

}  // namespace
}  // namespace loa::daemon::testing
