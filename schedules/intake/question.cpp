// Questions and answers.
#include "schedules/intake/question.h"

#include <fmt/format.h>

#include <algorithm>

#include "schedules/intake/grammar_plain.h"

namespace loa::schedules::intake {
namespace {

base::Problem not_an_answer(const std::string& file, int line) {
  return {base::Severity::error,
          "bad-answer",
          {file, line, 1},
          "",
          {"dòng này không phải câu trả lời; viết như content@B7=ban-tin.mp3",
           "this line is no answer; write it as content@B7=ban-tin.mp3"}};
}

// "12" stands for "12:3".
bool is_line_of(const std::string& line, const std::string& key) {
  return key.size() > line.size() && key.starts_with(line) && key[line.size()] == ':';
}

}  // namespace

std::string place_key(const base::Place& place) {
  if (!place.cell.empty()) return place.cell;
  if (place.line > 0) return fmt::format("{}:{}", place.line, place.column);
  return {};
}

std::optional<Answer> answer_from(std::string_view text) {
  const auto code_end = text.find_first_of("@=");
  if (code_end == 0 || code_end == std::string_view::npos) return std::nullopt;
  Answer answer;
  answer.code = trimmed(text.substr(0, code_end));
  auto rest = text.substr(code_end);
  if (rest.front() == '@') {
    const auto equals = rest.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    answer.place = trimmed(rest.substr(1, equals - 1));
    rest.remove_prefix(equals);
  }
  answer.value = trimmed(rest.substr(1));
  if (answer.value.empty()) return std::nullopt;
  return answer;
}

Answers answers_from(std::string_view text, const std::string& file, base::Problems& problems) {
  Answers answers;
  int number = 0;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    const auto line = trimmed(text.substr(at, end - at));
    ++number;
    at = end + 1;
    if (line.empty() || line.front() == '#') continue;
    auto answer = answer_from(line);
    answer ? answers.push_back(*answer) : problems.push_back(not_an_answer(file, number));
  }
  return answers;
}

const Answer* Asking::answer_to(const Question& question) {
  const auto key = place_key(question.place);
  Answer* general = nullptr;
  for (auto& answer : answers_) {
    if (answer.code != question.code) continue;
    if (answer.place == key || (question.place.cell.empty() && is_line_of(answer.place, key))) {
      if (answer.place.empty() && !key.empty()) continue;
      answer.used = true;
      return &answer;
    }
    if (answer.place.empty()) general = &answer;
  }
  if (general != nullptr) general->used = true;
  return general;
}

std::optional<std::string> Asking::ask(Question question) {
  return ask<std::string>(std::move(question),
                          [](const std::string& value) { return std::optional(value); });
}

std::optional<std::string> Asking::ask_choice(Question question) {
  const auto choices = question.choices;
  return ask<std::string>(std::move(question),
                          [&](const std::string& value) -> std::optional<std::string> {
                            const auto key = plain_text(value);
                            for (const auto& choice : choices) {
                              if (plain_text(choice.value) == key) return choice.value;
                            }
                            return std::nullopt;
                          });
}

void Asking::note_bad_answer(const Question& question, const Answer& answer) {
  problems_.push_back(
      {base::Severity::error,
       "bad-answer",
       question.place,
       "",
       {fmt::format("câu trả lời “{}” không hợp với câu hỏi {}", answer.value, question.code),
        fmt::format("the answer \"{}\" does not fit the question {}", answer.value,
                    question.code)}});
}

void Asking::note_unused() {
  for (const auto& answer : answers_) {
    if (answer.used) continue;
    const auto name = answer.place.empty() ? answer.code : answer.code + "@" + answer.place;
    problems_.push_back({base::Severity::warning,
                         "answer-unused",
                         {},
                         "",
                         {fmt::format("không có câu hỏi nào cho câu trả lời “{}”", name),
                          fmt::format("nothing was asked that \"{}\" answers", name)}});
  }
}

}  // namespace loa::schedules::intake
