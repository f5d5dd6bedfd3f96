// What the weeks want of the centre, in which order.
#include "daemon/media_wants.h"

#include <gtest/gtest.h>

#include <map>

#include "schedules/read.h"

namespace loa::daemon {
namespace {

// 2026-11-23 is a Monday.
const base::Wall kMonday = *base::from_rfc3339("2026-11-23T00:00:00+07:00");

struct FakeLibrary final : Library {
  std::map<std::string, std::string> codes;  // by path; "" for what is ready
  Media find(const schedules::Item& item) override {
    const auto* file = schedules::audio_file_of(item);
    const auto code = file == nullptr              ? ""
                      : codes.contains(file->path) ? codes[file->path]
                                                   : "media-missing";
    if (code.empty()) return ReadyMedia{};
    return MissingMedia{code, {}};
  }
};

// A week whose programme of that name plays the file of that name at that hour; each signed.
std::shared_ptr<schedules::WeeklySchedule> week(const std::map<std::string, std::string>& hours) {
  std::string programmes;
  std::string slots;
  for (const auto& [name, hour] : hours) {
    const std::string comma = programmes.empty() ? "" : ",";
    programmes += comma + R"({"id":")" + name + R"(","title":"x","items":[{"audio":")" + name +
                  R"(.mp3"},{"chime":"ba-tieng"}]})";
    if (!hour.empty()) {
      slots += (slots.empty() ? "" : ",") + std::string(R"({"id":")") + name +
               R"(","days":["T2"],"start":")" + hour + R"(","length":"5m","programme":")" + name +
               R"("})";
    }
  }
  const auto read = schedules::read_schedule(
      R"({"id":"t","version":1,"title":"T","zone":"Asia/Ho_Chi_Minh","valid":{"from":"2026-11-01",
      "to":"2026-12-31"},"programmes":[)" +
          programmes + R"(],"slots":[)" + slots + "]}",
      "t");
  EXPECT_TRUE(read.schedule) << base::to_string(read.problems.at(0));
  auto own = std::make_shared<schedules::WeeklySchedule>(*read.schedule);
  for (auto& programme : own->programmes) {
    for (auto& item : programme.items) {
      auto* file = schedules::audio_file_of(item);
      if (file == nullptr) continue;
      file->sha256 = base::to_hex(base::sha256(file->path));
      file->bytes = 7;
    }
  }
  return own;
}

std::vector<std::string> names_of(const std::vector<WantedMedia>& wanted) {
  std::vector<std::string> paths;
  for (const auto& media : wanted) paths.push_back(media.path);
  return paths;
}

using Names = std::vector<std::string>;

TEST(WantedMediaOfWeeks, AreThoseThatAreNotThereAsTheyWereSigned) {
  FakeLibrary library;
  library.codes = {{"a.mp3", "media-missing"},
                   {"b.mp3", "media-unsigned"},
                   {"c.mp3", ""},
                   {"d.mp3", "not-ready"},
                   {"e.mp3", "media-damaged"}};
  const auto one = week({{"a", ""}, {"b", ""}, {"c", ""}, {"d", ""}, {"e", ""}});
  const auto wanted = wanted_media({one}, library, kMonday);
  EXPECT_EQ(names_of(wanted), (Names{"a.mp3", "b.mp3"}));
  EXPECT_EQ(wanted[0].hash, base::sha256("a.mp3"));
  EXPECT_EQ(wanted[0].bytes, 7U);
  EXPECT_EQ(signed_media({one}).size(), 5U);
}

TEST(WantedMediaOfWeeks, AreWantedByTheTimeAtWhichTheyAreDue) {
  FakeLibrary library;
  const auto one = week({{"a", "18:00:00"}, {"b", "05:00:00"}, {"c", ""}});
  const auto other = week({{"d", "06:00:00"}, {"a", "04:00:00"}});
  EXPECT_EQ(names_of(wanted_media({one}, library, kMonday)), (Names{"b.mp3", "a.mp3", "c.mp3"}));
  EXPECT_EQ(names_of(wanted_media({one, other}, library, kMonday)),
            (Names{"a.mp3", "b.mp3", "d.mp3", "c.mp3"}));
  EXPECT_EQ(names_of(wanted_media({one}, library, kMonday + std::chrono::hours{10})),
            (Names{"a.mp3", "b.mp3", "c.mp3"}))
      << "b is due again in a week";
  EXPECT_EQ(names_of(wanted_media({one}, library, std::nullopt)),
            (Names{"a.mp3", "b.mp3", "c.mp3"}))
      << "nobody knows the time";
}

TEST(WantedMediaOfWeeks, AreNoneWhereNobodyHasSignedThem) {
  FakeLibrary library;
  const auto one = week({{"a", "05:00:00"}});
  schedules::audio_file_of(one->programmes[0].items[0])->sha256.clear();
  EXPECT_TRUE(wanted_media({one}, library, kMonday).empty());
  EXPECT_TRUE(signed_media({one}).empty());
}

TEST(WantedMediaOfWeeks, HaveARelaysStandInAmongThem) {
  FakeLibrary library;
  const auto one = week({{"a", "05:00:00"}});
  const auto file = *schedules::audio_file_of(one->programmes[0].items[0]);
  one->programmes[0].items[0].source =
      schedules::Relay{"http://radio.example/vov1", std::chrono::minutes{5}, {}, file};
  EXPECT_EQ(names_of(wanted_media({one}, library, kMonday)), Names{"a.mp3"});
}

}  // namespace
}  // namespace loa::daemon
