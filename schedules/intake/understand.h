// From rows of cells to a week: what an operator's file means, where each value stands, what had to
// be inferred, and what has to be asked.
#pragma once

#include <date/date.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schedules/intake/question.h"
#include "schedules/intake/rows.h"
#include "schedules/model.h"
#include "schedules/policy.h"

namespace loa::schedules::intake {

// A file of the media folder.
struct KnownMedia {
  std::string path;   // relative to the media folder, '/' between folders
  Seconds length{0};  // 0: not known
};

// What is known beside the file.
struct Context {
  std::string file;  // its name, for places
  date::local_days today{};
  std::string zone = "Asia/Ho_Chi_Minh";
  // Any day of the week that the file is for; where none is given, its own dates say it.
  std::optional<date::local_days> week_of;
  std::string sheet;  // which one to read; empty: the only one that holds a schedule
  std::optional<std::vector<KnownMedia>> media;  // nothing: the folder is not known
  // Programmes and slogans to use, and the rules of slots that were there before: as a rule the
  // schedule that the station has. May be null.
  std::shared_ptr<const WeeklySchedule> templates;
  // The rules that the week is held to. May be null.
  std::shared_ptr<const Policy> policy;
  std::vector<std::string> clusters;  // which the station drives, as the policy names them
  Answers answers;
};

// How the end of a slot is known. All but the first two are inferred.
enum class EndFrom { said, said_length, content, next_start, last_week, answer };

// One line of the table that the operator is shown.
struct UnderstoodSlot {
  std::vector<date::weekday> days;  // Monday first
  base::Place day_place;
  bool day_inferred = false;  // carried down from a row above
  Seconds start{0};
  base::Place start_place;
  bool start_inferred = false;    // an answer decided it
  std::optional<Seconds> length;  // nothing: asked
  base::Place end_place;
  EndFrom end_from = EndFrom::said;
  std::string title;
  base::Place title_place;
  std::string programme;  // Programme::id; empty: asked
  base::Text content;     // what will sound: "tin/ban-tin.mp3", "chương trình có sẵn", ...
  Level level = Level::normal;
  bool repeat = false;  // (PL)
};

struct Understood {
  // Null where there is an error or an open question.
  std::shared_ptr<const WeeklySchedule> schedule;
  std::vector<UnderstoodSlot> slots;  // by first day and start
  std::optional<date::local_days> monday;
  std::vector<Question> questions;  // open ones
  base::Problems problems;          // with those of `tables`
  std::vector<std::string> media;   // the files that it would play, in order, each once
};

// Pure: no I/O beyond the time zone data, no clock; the same input gives the same result.
Understood understand(const Tables& tables, const Context& context);

// The same for a whole file of any kind that Loa reads, by its bytes: workbook, document, delimited
// or plain text, calendar, Loa's own JSON. `context.file` is its name.
Understood understand_file(std::string_view bytes, const Context& context);

// The result as one JSON document, for programs: {ok, monday, slots, questions, problems,
// media, schedule (the document of write_schedule(), or null)}.
std::string to_json(const Understood& understood);

}  // namespace loa::schedules::intake
