// Lengths of time: "15 phút", "1h30".
#include <cmath>

#include "schedules/intake/grammar.h"
#include "schedules/intake/grammar_plain.h"
#include "schedules/intake/grammar_scanner.h"
#include "schedules/notation.h"

namespace loa::schedules::intake {
namespace {

bool hours_unit(Scanner& s) {
  return s.word("gio") || s.word("tieng") || (s.letters("h") && !Scanner::is_letter(s.next()));
}
bool minutes_unit(Scanner& s) {
  return s.mark('\'') || s.word("phut") || s.word("ph") || s.word("min") || s.word("p") ||
         s.word("m");
}
bool seconds_unit(Scanner& s) {
  return s.mark('"') || s.word("giay") || s.word("sec") || s.word("s");
}

// "00:15:00", the way workbooks show lengths.
std::optional<Seconds> with_colons(Scanner& s) {
  const auto start = s.at();
  const auto hours = s.number(2);
  if (hours && s.mark(':')) {
    const auto minutes = s.number(2);
    if (minutes && s.mark(':')) {
      const auto seconds = s.number(2);
      if (seconds && *minutes < 60 && *seconds < 60) {
        return Seconds(*hours * 3600 + *minutes * 60 + *seconds);
      }
    }
  }
  s.back_to(start);
  return std::nullopt;
}

LengthReading checked(Seconds value, std::size_t length) {
  LengthReading reading;
  reading.value = value;
  reading.length = length;
  reading.heard = value >= Seconds(1) && value <= kDay ? Heard::good : Heard::wrong;
  if (reading.heard == Heard::wrong) {
    reading.why = {"thời lượng phải từ 1 giây đến 24 giờ",
                   "a length must be between 1 second and 24 hours"};
  }
  return reading;
}

LengthReading not_a_length() {
  LengthReading reading;
  reading.heard = Heard::wrong;
  reading.why = {"không rõ thời lượng; viết như “15 phút” hoặc “1 giờ 30 phút”",
                 "cannot tell the length; write it as \"15 phút\" or \"1h30\""};
  return reading;
}

}  // namespace

LengthReading length_at(std::string_view plain) {
  Scanner s(plain);
  if (const auto whole = with_colons(s)) return checked(*whole, s.at());
  Seconds total{0};
  bool said = false;
  bool after_hours = false;
  while (const auto value = s.number(4)) {
    const auto here = s.at();
    if (!said && hours_unit(s)) {
      total += Seconds(*value * 3600);
      after_hours = true;
    } else if (minutes_unit(s)) {
      total += Seconds(*value * 60);
      after_hours = false;
    } else if (seconds_unit(s)) {
      total += Seconds(*value);
      return checked(total, s.at());
    } else if (after_hours) {
      total += Seconds(*value * 60);  // 1h30
      return checked(total, here);
    } else {
      break;
    }
    said = true;
  }
  return said ? checked(total, s.at()) : LengthReading{};
}

LengthReading length_of(const Cell& cell) {
  if (cell.kind == Cell::Kind::empty) return {};
  const bool has_value = cell.kind == Cell::Kind::time || cell.kind == Cell::Kind::number;
  if (has_value && !(cell.value >= 0 && cell.value <= 1'440)) return not_a_length();
  if (cell.kind == Cell::Kind::time || (cell.kind == Cell::Kind::number && cell.value < 1)) {
    return checked(Seconds(std::llround(cell.value * 86'400.0)), 0);
  }
  if (cell.kind == Cell::Kind::number) {
    return checked(Seconds(std::llround(cell.value * 60.0)), 0);
  }
  const auto plain = plain_text(cell.text);
  Scanner number(plain);
  const auto minutes = number.number(4);
  number.skip("");
  if (minutes && number.at_end()) return checked(Seconds(*minutes * 60), plain.size());
  const auto reading = length_at(plain);
  if (reading.heard == Heard::nothing) return not_a_length();
  Scanner rest(plain, reading.length);
  rest.skip(".,;");
  return rest.at_end() ? reading : not_a_length();
}

}  // namespace loa::schedules::intake
