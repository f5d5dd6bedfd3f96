// A commune's week, as a model.
#include "tests/simulation/week.h"

namespace loa::simulation {

using schedules::AudioFile;
using schedules::Item;
using schedules::LateRule;
using schedules::Level;
using schedules::Programme;
using schedules::Seconds;
using schedules::Slot;
using schedules::StartRule;
using schedules::WeeklySchedule;

namespace {

Item file(const char* path, int repeat = 1) {
  Item item;
  item.source = AudioFile{path};
  item.repeat = repeat;
  item.gap = Seconds{5};
  return item;
}

Programme programme(const char* id, std::vector<Item> items) {
  Programme made;
  made.id = id;
  made.title = id;
  made.items = std::move(items);
  return made;
}

struct When {
  int hour;
  int minute;
  int minutes;
};

schedules::WeekdaySlot slot(const char* id, When when, const char* programme, Level level,
                            StartRule start, LateRule late) {
  Slot made;
  made.id = id;
  made.start = std::chrono::hours{when.hour} + std::chrono::minutes{when.minute};
  made.length = std::chrono::minutes{when.minutes};
  made.programme = programme;
  made.level = level;
  made.start_rule = start;
  made.late_rule = late;
  made.slogans = {"kh1"};
  made.area = "tthc";
  schedules::WeekdaySlot weekly{{}, made};
  for (unsigned day = 0; day < 7; ++day) weekly.days.emplace_back(day);
  return weekly;
}

constexpr StartRule kHard{StartRule::Kind::hard, Seconds{0}};
constexpr StartRule kNext{StartRule::Kind::next, Seconds{0}};
constexpr StartRule kWait{StartRule::Kind::wait, Seconds{120}};
constexpr LateRule kExact{LateRule::Kind::exact, Seconds{0}};
constexpr LateRule kJoin{LateRule::Kind::join, Seconds{0}};
constexpr LateRule kPlay{LateRule::Kind::play, Seconds{300}};

}  // namespace

std::shared_ptr<const WeeklySchedule> example_week(int version) {
  WeeklySchedule week;
  week.id = "mo-phong";
  week.version = version;
  week.zone = "Asia/Ho_Chi_Minh";
  week.valid_from = date::local_days{date::year{2020} / 1 / 1};
  week.valid_to = date::local_days{date::year{2040} / 1 / 1};
  week.programmes = {
      programme("ban-tin", {file("4s-nhac-hieu.wav"), file(kBulletinFile, 2)}),
      programme("thoi-su", {file(kNewsFile), file("120s-nhac.wav")}),
      programme("canh-bao", {file("60s-canh-bao.wav", 3)}),
      programme("dem", {file("1500s-dem.wav")}),
  };
  schedules::Slogan slogan;
  slogan.id = "kh1";
  slogan.text = "Lấy người dân, doanh nghiệp làm trung tâm";
  slogan.colour = "red";
  slogan.effect = "scroll";
  week.slogans = {slogan};
  week.default_slogans = {"kh1"};
  week.slots = {
      slot("sang", {5, 0, 15}, "ban-tin", Level::normal, kHard, kJoin),
      slot("tiep", {5, 15, 30}, "thoi-su", Level::normal, kNext, kPlay),
      slot("uu-tien", {5, 20, 4}, "canh-bao", Level::priority, kHard, kExact),
      slot("trua", {11, 30, 10}, "ban-tin", Level::normal, kWait, kExact),
      slot("chieu", {17, 0, 20}, "thoi-su", Level::normal, kHard, kPlay),
      slot("dem", {23, 50, 30}, "dem", Level::normal, kHard, kJoin),
  };
  return std::make_shared<const WeeklySchedule>(std::move(week));
}

}  // namespace loa::simulation
