// Makes programmes of what slots are said to hold, and asks about what is not known. Private to the
// room.
#pragma once

#include "schedules/intake/grammar.h"
#include "schedules/intake/habit.h"
#include "schedules/intake/match.h"

namespace loa::schedules::intake {

// What a slot holds, as its programme.
struct Content {
  std::string programme;  // Programme::id; empty where it is asked, or left out
  base::Text text;        // what will sound
  bool left_out = false;  // the operator said so
};

class Contents {
 public:
  Contents(const Library& library, Asking& asking) : library_(library), asking_(asking) {}

  // `title` is without "(PL)" and the like; `lines` are where its parts stand; `places`: how many
  // slots have it.
  Content find(const std::string& title, const std::vector<Said>& lines, const Said& file,
               bool repeat, int places);

  // The programmes that were found, in that order.
  std::vector<Programme>& programmes() { return programmes_; }
  const Programme* programme(const std::string& id) const;

 private:
  struct Part {
    bool known = false;
    bool left_out = false;
    Candidate candidate;
  };
  std::optional<Part> without_asking(const Said& said) const;
  Part part(const Said& said, int places);
  Part asked(const Said& said, std::vector<Candidate> choices, int places);
  Part asked_relay(const Said& said, int places);
  std::optional<Part> answered(const std::string& value, const Said& said);
  std::optional<Candidate> file_named(const std::string& value, const base::Place& place);
  Content as_programme(const std::string& title, const std::vector<Part>& parts, bool repeat,
                       const base::Place& place);
  Content use_template(const Programme& programme, bool repeat, const base::Place& place);
  Content add(Programme programme, base::Text text);
  std::string free_id(const std::string& wanted) const;

  const Library& library_;
  Asking& asking_;
  std::vector<Programme> programmes_;
  std::map<std::string, Part> parts_;  // by key of the text, once asked
};

}  // namespace loa::schedules::intake
