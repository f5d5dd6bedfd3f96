// A programme written out in time.
#include "daemon/rundown.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <charconv>

namespace loa::daemon {
namespace {

using base::Duration;
using schedules::Item;
using schedules::Programme;
using std::chrono::hours;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::SizeIs;

// Media are as many seconds long as their name says; what has no number is missing.
class NamedLibrary final : public Library {
 public:
  Media find(const Item& item) override {
    const auto& path = std::get<schedules::AudioFile>(item.source).path;
    int length = -1;
    std::from_chars(path.data(), path.data() + path.size(), length);
    if (length < 0) return MissingMedia{"media-missing", {"thiếu tệp", "no such file"}};
    return ReadyMedia{path, false, seconds{length}, "", 1.0F};
  }
};

Item item(const std::string& path, int repeat = 1, int gap = 0) {
  Item made;
  made.source = schedules::AudioFile{path};
  made.repeat = repeat;
  made.gap = seconds{gap};
  return made;
}

Rundown written_out(std::vector<Item> items, int repeat = 1, int gap = 0,
                    Duration limit = hours{24}) {
  Programme programme;
  programme.items = std::move(items);
  programme.repeat = repeat;
  programme.gap = seconds{gap};
  NamedLibrary library;
  return make_rundown(programme, library, limit);
}

// "path@second" of each item.
std::vector<std::string> places(const Rundown& rundown) {
  std::vector<std::string> found;
  for (const auto& one : rundown.items) {
    found.push_back(std::get<schedules::AudioFile>(one.item.source).path + "@" +
                    std::to_string(one.at / seconds{1}));
  }
  return found;
}

TEST(Rundown, LaysItemsEndToEnd) {
  const auto rundown = written_out({item("4a"), item("10b"), item("3c")});
  EXPECT_THAT(places(rundown), ElementsAre("4a@0", "10b@4", "3c@14"));
  EXPECT_EQ(rundown.length, seconds{17});
}

TEST(Rundown, RepeatsItemsAndTheWholeListWithTheirGaps) {
  const auto rundown = written_out({item("4a"), item("10b", 2, 5)}, 2, 60);
  EXPECT_THAT(places(rundown),
              ElementsAre("4a@0", "10b@4", "10b@19", "4a@89", "10b@93", "10b@108"));
  EXPECT_EQ(rundown.length, seconds{118}) << "no gap after the last";
}

TEST(Rundown, WhatIsMissingTakesNoTimeAndIsListedOnceForItsRepeats) {
  const auto rundown = written_out({item("4a"), item("x", 100, 5), item("3c")});
  EXPECT_THAT(places(rundown), ElementsAre("4a@0", "x@4", "3c@4"));
  EXPECT_EQ(rundown.length, seconds{7});
  EXPECT_TRUE(std::holds_alternative<MissingMedia>(rundown.items[1].media));
}

TEST(Rundown, AListOfWhichNothingIsThereIsWrittenOnce) {
  const auto rundown = written_out({item("x", 100), item("y", 100)}, 100, 3600);
  EXPECT_THAT(places(rundown), ElementsAre("x@0", "y@0"));
  EXPECT_EQ(rundown.length, Duration{0});
}

TEST(Rundown, NoGapStandsAtTheFront) {
  EXPECT_THAT(places(written_out({item("x", 3, 5), item("4a")}, 2, 9)),
              ElementsAre("x@0", "4a@0", "x@13", "4a@13"));
}

TEST(Rundown, AHundredTimesAHundredRepeatsEndWhereTheSlotIsFull) {
  const auto rundown = written_out({item("1a", 100)}, 100, 0, seconds{60});
  EXPECT_THAT(rundown.items, SizeIs(60));
  EXPECT_EQ(rundown.length, seconds{60});
  // Even where each round brings something that is missing too.
  EXPECT_THAT(written_out({item("x", 100), item("1a", 100, 1)}, 100, 1, seconds{60}).items,
              SizeIs(testing::Le(62U)));
}

TEST(Rundown, TheItemThatCrossesTheLimitIsTheLast) {
  const auto rundown = written_out({item("40a"), item("40b"), item("40c")}, 1, 0, seconds{60});
  EXPECT_THAT(places(rundown), ElementsAre("40a@0", "40b@40"));
  EXPECT_EQ(rundown.length, seconds{80});
}

TEST(TitleOf, IsTheTitleOrWhatTheItemPlays) {
  Item made;
  made.source = schedules::Chime{"nhac-hieu"};
  EXPECT_EQ(title_of(made), "Nhạc hiệu");
  made.source = schedules::Chime{"ba-tieng"};
  EXPECT_EQ(title_of(made), "Ba tiếng chuông");
  made.source = schedules::Chime{"nhac-ket"};
  EXPECT_EQ(title_of(made), "Nhạc kết");
  made.source = schedules::AudioFile{"tin/a.mp3"};
  EXPECT_EQ(title_of(made), "tin/a.mp3");
  made.source = schedules::Speech{"Kính chào bà con", "vi"};
  EXPECT_EQ(title_of(made), "Kính chào bà con");
  made.title = "Lời chào";
  EXPECT_EQ(title_of(made), "Lời chào");
}

TEST(TitleOf, ALongTextIsCutBetweenWords) {
  Item made;
  made.source = schedules::Speech{"Kính thưa bà con và cô bác, đây là bản tin buổi sáng", "vi"};
  const std::string title = title_of(made);
  EXPECT_THAT(title, testing::EndsWith("..."));
  EXPECT_LE(title.size(), 51U);
  EXPECT_THAT(std::get<schedules::Speech>(made.source).text,
              testing::StartsWith(title.substr(0, title.size() - 3) + " "));
}

Item opening(const std::string& path) {
  Item made = item(path);
  made.part = schedules::Part::opening;
  return made;
}

Item closing(const std::string& path) {
  Item made = item(path);
  made.part = schedules::Part::closing;
  return made;
}

TEST(Rundown, OpeningAndClosingSoundOnceAroundWhatIsRepeated) {
  const auto rundown = written_out({opening("4mo"), item("10b"), closing("8ket")}, 2, 5);
  EXPECT_THAT(places(rundown), ElementsAre("4mo@0", "10b@4", "10b@19", "8ket@29"));
  EXPECT_EQ(rundown.opening, seconds{4});
  EXPECT_EQ(rundown.closing, seconds{8});
}

TEST(Rundown, TheClosingTakesWhatIsLeftOfTheSlot) {
  const auto some = written_out({item("50b"), closing("30ket")}, 1, 0, seconds{60});
  EXPECT_EQ(some.items.back().length, seconds{10});
  EXPECT_EQ(some.length, seconds{60});
  const auto none = written_out({item("58b"), closing("30ket")}, 1, 0, seconds{60});
  EXPECT_THAT(places(none), ElementsAre("58b@0")) << "a moment of music is none";
}

TEST(Rundown, NoChimeAnnouncesWhatCannotSound) {
  const auto rundown = written_out({opening("4mo"), item("x"), closing("8ket")});
  EXPECT_THAT(places(rundown), ElementsAre("x@0"));
  EXPECT_EQ(rundown.length, seconds{0});
}

}  // namespace
}  // namespace loa::daemon
