// How people lay a week out in rows: what each slot says, before anything is decided. Private to
// the room.
#pragma once

#include "schedules/intake/grammar.h"
#include "schedules/intake/question.h"
#include "schedules/intake/rows.h"

namespace loa::schedules::intake {

// A piece of text and where it stands.
struct Said {
  std::string text;
  base::Place place;
};

// One slot as it stands in the file.
struct Draft {
  std::vector<DayWord> days;  // empty: not said
  base::Place day_place;
  bool day_carried = false;  // from a row above
  TimeReading time;
  base::Place time_place;
  std::optional<Seconds> end;  // since the midnight before the start
  base::Place end_place;
  std::optional<Seconds> length;
  base::Place length_place;
  std::vector<Said> content;  // one for each line
  Said file, level, slogans, area, start_rule, late_rule, over, clusters, note;
  Session session = Session::none;
  // Slots of one group follow each other; the end of one may be the start of the next.
  int group = 0;
  bool ends_only = false;  // "6h00 Kết thúc": no slot, but the end of the one before it
  // The start of the row below in a table of days as columns, whether it is empty there or not.
  std::optional<Seconds> row_below;
};

struct Drafts {
  std::vector<Draft> drafts;  // as they stand
  std::optional<std::pair<DateWord, DateWord>> week;
  base::Place week_place;
};

// `asking` gets the questions about rows that can be read in two ways.
Drafts read_habits(const std::vector<const Table*>& tables, Asking& asking,
                   base::Problems& problems);

}  // namespace loa::schedules::intake
