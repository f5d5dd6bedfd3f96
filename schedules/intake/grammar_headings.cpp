// Lines that are nothing but a day or a part of the day.
#include <array>

#include "schedules/intake/grammar.h"
#include "schedules/intake/grammar_scanner.h"
#include "schedules/notation.h"

namespace loa::schedules::intake {
namespace {

// Words that stand beside a day or a part of the day without saying anything more.
constexpr std::array kFillers{"lich phat thanh",
                              "lich phat song",
                              "chuong trinh phat thanh",
                              "chuong trinh",
                              "lich phat",
                              "phat thanh",
                              "phien phat",
                              "phien",
                              "lich",
                              "ngay"};

struct Part {
  const char* word;
  Session session;
};
constexpr std::array kParts{
    Part{"buoi sang", Session::morning},    Part{"buoi trua", Session::noon},
    Part{"buoi chieu", Session::afternoon}, Part{"buoi toi", Session::evening},
    Part{"sang", Session::morning},         Part{"trua", Session::noon},
    Part{"chieu", Session::afternoon},      Part{"toi", Session::evening}};

// "I.", "2)", "a.", "Phần II:".
void skip_numbering(Scanner& s) {
  const auto start = s.at();
  s.skip("*#-+");
  const bool roman = s.letters("iv") || s.letters("iii") || s.letters("ii") || s.letters("i") ||
                     s.letters("vi") || s.letters("v");
  const bool figure =
      roman || s.number(2) || s.letters("a") || s.letters("b") || s.letters("c") || s.letters("d");
  if (figure && (s.mark('.') || s.mark(')') || s.mark('/'))) {
    if (!Scanner::is_digit(s.next())) return;
  }
  s.back_to(start);
}

bool skip_filler(Scanner& s) {
  for (const auto* filler : kFillers) {
    if (s.word(filler)) return true;
  }
  return false;
}

Session part_at(Scanner& s) {
  for (const auto& part : kParts) {
    if (s.word(part.word)) return part.session;
  }
  return Session::none;
}

// One more thing of the heading; false where there is something else.
bool take(Scanner& s, std::string_view plain, Heading& heading) {
  auto days = days_at(plain.substr(s.at()));
  if (days.heard != Heard::nothing) {
    if (!heading.days.empty() && days.heard == Heard::good) return false;
    heading.heard = days.heard;
    heading.why = days.why;
    if (heading.days.empty()) heading.days = std::move(days.days);
    s.back_to(s.at() + days.length);
    return days.heard == Heard::good;
  }
  if (const auto part = part_at(s); part != Session::none) {
    if (heading.session != Session::none) return false;
    heading.heard = Heard::good;
    heading.session = part;
    return true;
  }
  return skip_filler(s);
}

}  // namespace

Heading heading_of(std::string_view plain) {
  constexpr std::size_t longest = 120;
  constexpr std::string_view marks = ":.-,;()*#_|\"\n";
  Heading heading;
  if (plain.size() > longest) return heading;
  Scanner s(plain);
  skip_numbering(s);
  s.skip(marks);
  while (!s.at_end()) {
    const auto at = s.at();
    if (!take(s, plain, heading)) {
      // A wrong day alone in its line is a heading that is wrong; in a longer text it is nothing.
      if (heading.heard == Heard::wrong && plain.size() <= 40) return heading;
      return {};
    }
    s.skip(marks);
    if (s.at() == at) return {};
  }
  return heading;
}

base::Text name_of(Session session) {
  switch (session) {
    case Session::none:
      return {"", ""};
    case Session::morning:
      return {"buổi sáng", "morning"};
    case Session::noon:
      return {"buổi trưa", "noon"};
    case Session::afternoon:
      return {"buổi chiều", "afternoon"};
    case Session::evening:
      return {"buổi tối", "evening"};
  }
  std::abort();
}

bool fits(Session session, Seconds time) {
  using std::chrono::hours;
  switch (session) {
    case Session::none:
      return true;
    case Session::morning:
      return time < hours(12);
    case Session::noon:
      return time >= hours(10) && time < hours(15);
    case Session::afternoon:
      return time >= hours(12) && time < hours(19);
    case Session::evening:
      return time >= hours(17);
  }
  std::abort();
}

}  // namespace loa::schedules::intake
