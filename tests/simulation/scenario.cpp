#include "tests/simulation/scenario.h"

#include <fmt/format.h>

#include <algorithm>

namespace loa::simulation {

using schedules::Item;
using schedules::LateRule;
using schedules::Level;
using schedules::Policy;
using schedules::PolicyRule;
using schedules::Programme;
using schedules::Seconds;
using schedules::Slot;
using schedules::StartRule;
using schedules::WeeklySchedule;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

constexpr date::local_days kFrom{date::year{2026} / 1 / 1};
constexpr date::local_days kTo{date::year{2030} / 12 / 31};

class Maker {
 public:
  explicit Maker(Random& random) : random_(random) {}

  Scenario make() {
    week_.id = "ngau-nhien";
    week_.zone = "Asia/Ho_Chi_Minh";
    week_.valid_from = kFrom;
    week_.valid_to = kTo;
    const int hours_of_sessions[] = {5, 8, 11, 17, 20, 23};
    for (const int hour : hours_of_sessions) {
      if (random_.chance(60)) session(hour);
    }
    for (int i = 0; i < 6; ++i) exception();
    return {std::make_shared<const WeeklySchedule>(std::move(week_)),
            std::make_shared<const Policy>(policy())};
  }

 private:
  int number(int low, int high) { return static_cast<int>(random_.between(low, high)); }

  // Contiguous slots, or nearly; some of another level over them.
  void session(int hour) {
    Seconds start = hours{hour} + minutes{number(0, 20)};
    for (int i = number(1, 3); i > 0; --i) {
      const Seconds length = minutes{number(3, 20)};
      add(slot(start, length, random_.chance(15) ? Level::priority : Level::normal));
      if (random_.chance(30)) {
        const Level level = random_.chance(80) ? Level::priority : Level::emergency;
        Slot other = slot(start + minutes{number(0, 4)}, minutes{number(1, 6)}, level);
        other.over = level == Level::priority && random_.chance(50);
        add(std::move(other));
      }
      start += length + Seconds{number(0, 3) * 60};
    }
  }

  Slot slot(Seconds start, Seconds length, Level level) {
    Slot slot;
    slot.id = fmt::format("k{}", ++slots_);
    slot.start = start;
    slot.length = length;
    slot.level = level;
    slot.programme = programme(slot);
    const StartRule::Kind starts[] = {StartRule::Kind::hard, StartRule::Kind::next,
                                      StartRule::Kind::wait};
    const LateRule::Kind lates[] = {LateRule::Kind::exact, LateRule::Kind::join,
                                    LateRule::Kind::play};
    slot.start_rule = {starts[number(0, 2)], Seconds{60}};
    slot.late_rule = {lates[number(0, 2)], Seconds{240}};
    return slot;
  }

  // Content of about the slot's length, sometimes more.
  std::string programme(const Slot& slot) {
    Programme programme;
    programme.id = "ct-" + slot.id;
    programme.title = programme.id;
    const auto whole = slot.length.count() + number(-60, 60);
    const auto count = number(1, 3);
    for (int i = 0; i < count; ++i) {
      const auto seconds = std::max<std::int64_t>(1, whole / count);
      const auto name = fmt::format("{}-{}", slot.id, static_cast<int>(slot.level));
      Item item;
      if (random_.chance(15)) {
        item.source = schedules::Relay{"relay-" + name, Seconds{seconds}};
      } else {
        item.source = schedules::AudioFile{fmt::format("{}s-{}.wav", seconds, name)};
      }
      programme.items.push_back(std::move(item));
    }
    week_.programmes.push_back(std::move(programme));
    return week_.programmes.back().id;
  }

  void add(Slot slot) {
    schedules::WeekdaySlot weekly;
    for (unsigned day = 0; day < 7; ++day) {
      if (random_.chance(85)) weekly.days.emplace_back(day);
    }
    weekly.slot = std::move(slot);
    week_.slots.push_back(std::move(weekly));
  }

  void exception() {
    schedules::DatedException exception;
    exception.days = number(1, 4);
    if (random_.chance(40)) {
      const auto& names = schedules::holiday_names();
      exception.holiday =
          names[static_cast<std::size_t>(number(0, static_cast<int>(names.size()) - 1))];
      exception.offset = number(-2, 2);
    } else {
      exception.date = kFrom + date::days{number(0, 700)};
    }
    exception.replace = random_.chance(50);
    if (!exception.replace && !week_.slots.empty()) exception.skip = {week_.slots.front().slot.id};
    if (random_.chance(60)) {
      exception.add.push_back(slot(hours{number(4, 22)} + minutes{number(40, 59)},
                                   minutes{number(2, 20)}, Level::normal));
    }
    week_.exceptions.push_back(std::move(exception));
  }

  Policy policy() {
    Policy policy;
    policy.id = "ngau-nhien";
    PolicyRule rule;
    rule.id = "chung";
    if (random_.chance(60)) rule.earliest = hours{number(4, 8)} + minutes{number(0, 59)};
    if (random_.chance(60)) rule.latest = hours{number(17, 23)} + minutes{number(0, 59)};
    if (random_.chance(50)) rule.session_length = minutes{number(10, 60)};
    if (random_.chance(40)) rule.sessions = number(1, 4);
    if (random_.chance(40)) rule.day_length = minutes{number(20, 120)};
    if (random_.chance(40)) rule.relay = minutes{number(1, 15)};
    policy.rules.push_back(rule);
    if (random_.chance(40)) policy.rules.push_back(silent_day());
    for (int i = number(0, 3); i > 0; --i) policy.quiet.push_back(quiet(i));
    if (random_.chance(60)) {
      policy.volume.push_back({"dem", {}, hours{number(18, 23)}, hours{number(0, 7)}, 40, {}});
    }
    return policy;
  }

  PolicyRule silent_day() {
    PolicyRule rule;
    rule.id = "nghi";
    rule.reach.days.emplace_back(static_cast<unsigned>(number(0, 6)));
    rule.silent = true;
    return rule;
  }

  schedules::QuietDates quiet(int index) {
    schedules::QuietDates quiet;
    quiet.id = fmt::format("ngay-{}", index);
    quiet.days.days = number(1, 3);
    if (random_.chance(50)) {
      quiet.days.holiday = "tet-nguyen-dan";
      quiet.days.offset = number(-2, 2);
    } else {
      quiet.days.date = kFrom + date::days{number(0, 400)};
    }
    return quiet;
  }

  Random& random_;
  WeeklySchedule week_;
  int slots_ = 0;
};

}  // namespace

Scenario random_scenario(Random& random) { return Maker(random).make(); }

int level_of(const std::string& source) {
  const auto dash = source.rfind('-');
  return dash == std::string::npos ? 3 : source.at(dash + 1) - '0';
}

std::string slot_of(const std::string& source) {
  if (source.starts_with("by-hand")) return "";
  const auto first = source.find('-');
  const auto last = source.rfind('-');
  return source.substr(first + 1, last - first - 1);
}

}  // namespace loa::simulation
