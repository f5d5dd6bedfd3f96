// What a file leaves open, put to the operator: questions with a stable code and a place, and the
// answers that come back.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.h"

namespace loa::schedules::intake {

struct Choice {
  std::string value;  // what the answer says
  base::Text text;    // what it means
};

// Codes: sheet, week, days, day-date, session-time, two-slots, stray-text, end, content, relay.
struct Question {
  std::string code;
  base::Place place;  // of the first of all places that the answer is for
  base::Text text;
  std::vector<Choice> choices;  // what the answer may be; empty where only free text makes sense
  base::Text form = {};         // what else the answer may be, for people; may be empty
  int places = 1;               // how many places the answer is for
};

struct Answer {
  std::string code;
  std::string place;  // as place_key() has it; empty: for every question of the code
  std::string value;
  bool used = false;
};
using Answers = std::vector<Answer>;

// How an answer names a place: "Tuần 48!B7" of a workbook, "12:3" (line and column) of a text;
// empty for the whole file. "12" answers for all of line 12.
std::string place_key(const base::Place& place);

// "CODE=VALUE" or "CODE@PLACE=VALUE"; nothing if it is neither.
std::optional<Answer> answer_from(std::string_view text);
// A file of such lines; empty lines and lines that begin with '#' count for nothing. Lines that are
// no answers are problems.
Answers answers_from(std::string_view text, const std::string& file, base::Problems& problems);

// Puts questions against the answers that are there.
class Asking {
 public:
  Asking(Answers answers, base::Problems& problems)
      : answers_(std::move(answers)), problems_(problems) {}

  // The answer's value, as `read` understands it. Where there is no answer, or `read` gives nothing
  // for it (which is a problem), the question is kept.
  template <class T>
  std::optional<T> ask(Question question,
                       const std::function<std::optional<T>(const std::string&)>& read) {
    if (const auto* answer = answer_to(question)) {
      if (auto value = read(answer->value)) return value;
      note_bad_answer(question, *answer);
    }
    keep(std::move(question));
    return std::nullopt;
  }
  // The value as it stands.
  std::optional<std::string> ask(Question question);
  // One of the question's choices.
  std::optional<std::string> ask_choice(Question question);

  // Answers that nothing was asked for become warnings.
  void note_unused();
  std::vector<Question> take() { return std::move(questions_); }

 private:
  const Answer* answer_to(const Question& question);
  void note_bad_answer(const Question& question, const Answer& answer);
  void keep(Question question) { questions_.push_back(std::move(question)); }

  Answers answers_;
  base::Problems& problems_;
  std::vector<Question> questions_;
};

}  // namespace loa::schedules::intake
