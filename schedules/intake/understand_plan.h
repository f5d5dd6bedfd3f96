// A slot on its way from the file to the week. Private to understand*.cpp.
#pragma once

#include <array>
#include <set>

#include "schedules/intake/habit.h"
#include "schedules/intake/match_content.h"
#include "schedules/intake/understand.h"

namespace loa::schedules::intake {

// One draft with what has been decided about it.
struct Plan {
  Draft draft;
  std::vector<date::weekday> days;  // Monday first; empty: asked, or of another week
  bool left_out = false;
  bool start_inferred = false;
  Seconds start{0};
  ContentWords words;  // of the whole content
  Content content;
  Level level = Level::normal;
  StartRule start_rule;
  LateRule late_rule;
  bool over = false;
  std::vector<std::string> clusters;
  std::vector<std::string> slogans;
  std::string area;
  // By day (date::weekday::c_encoding()): how long, and how that is known.
  std::array<std::optional<Seconds>, 7> length;
  std::array<EndFrom, 7> end_from{};
};

// When a plan sounds on one of its days.
struct PlanSpan {
  const Plan* plan = nullptr;
  Seconds start{0};  // since Monday's midnight
  Seconds end{0};
};

std::string day_text(date::local_days day);  // "31/12/2026"

inline std::size_t in_week(date::weekday day) { return (day.c_encoding() + 6) % 7; }

class Understanding {
 public:
  Understanding(const Tables& tables, const Context& context);
  Understood run();

 private:
  // understand_tables.cpp: which tables are read.
  std::vector<const Table*> chosen_tables();
  std::vector<const Table*> tables_with_slots();
  const Table* asked_sheet(const std::vector<const Table*>& candidates);

  // understand_days.cpp: drafts come to days of one week.
  void decide_week(Drafts& drafts);
  void set_years(Drafts& drafts);
  std::optional<date::local_days> asked_week(std::vector<date::local_days> choices, bool dated);
  void set_days(Plan& plan);
  void set_undated(Plan& plan);
  std::optional<date::weekday> one_day(const DayWord& word, const Plan& plan);

  // understand_times.cpp: starts and ends.
  void set_start(Plan& plan);
  void set_end(Plan& plan);
  void set_ends();
  std::optional<Seconds> said_length(const Plan& plan, EndFrom& from);
  std::optional<Seconds> next_start(const Plan& plan, date::weekday day) const;
  void infer_end(Plan& plan, date::weekday day);
  void ask_end(Plan& plan);
  std::optional<Seconds> asked_length(const Plan& plan);

  // understand_contents.cpp: what slots hold and how they behave.
  void set_contents();
  std::string parts_in(const std::string& text) const;
  void set_level(Plan& plan);
  void set_rules(Plan& plan);

  // understand_sound.cpp: how slots sound beside others, and where.
  void set_over(Plan& plan);
  void set_clusters(Plan& plan);

  // understand_contents.cpp
  void set_slogans(Plan& plan);
  void set_area(Plan& plan);

  // understand_week.cpp: the week put together.
  std::shared_ptr<WeeklySchedule> assembled();
  void add_slots(WeeklySchedule& week);
  std::string slot_id(const WeekdaySlot& slot, std::array<std::set<std::string>, 7>& used) const;
  void bound_relays(WeeklySchedule& week) const;

  // understand_check.cpp
  void check(const WeeklySchedule& week);
  void hold_to_policy(const WeeklySchedule& week);

  // understand_show.cpp
  void show_slots();
  void list_media();

  // understand_findings.cpp
  void find_overlaps();
  void tell_overlap(const PlanSpan& span, const PlanSpan& other);
  void find_gaps();
  void find_short_slots();
  void find_missing_media();
  void find_end_of_week();

  void error(std::string code, const base::Place& place, base::Text text);
  void warning(std::string code, const base::Place& place, base::Text text);

  const Tables& tables_;
  const Context& context_;
  Understood result_;
  Asking asking_;
  Library library_;
  Contents contents_;
  std::vector<Plan> plans_;
  std::array<std::set<Seconds>, 7> starts_;  // by day, as Plan::length
  // The first and last day of the week, or of the longer time that the file names.
  std::optional<date::local_days> from_;
  std::optional<date::local_days> to_;
  bool several_weeks_ = false;  // dates outside [from_, to_] are left out
  int outside_ = 0;
  std::map<std::pair<std::string, Seconds>, std::optional<Seconds>> asked_lengths_;  // title, start
  std::map<std::pair<std::string, Seconds>, int> open_ends_;
  std::vector<Slogan> slogans_;      // new ones
  std::vector<WeekdaySlot> placed_;  // the week's slots, one for each place in the file
};

}  // namespace loa::schedules::intake
