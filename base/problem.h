// What is wrong with something that came from outside, and where.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "base/language.h"

namespace loa::base {

// A place in a text file. Lines and columns count from 1, columns in characters (code points);
// 0 means that the place has no line, as when a whole file is missing. A place in a workbook or in
// a document's table has a cell instead: "Tuần 48!B7", "bảng 1!B7".
struct Place {
  std::string file;
  int line = 0;
  int column = 0;
  std::string cell = {};
  friend bool operator==(const Place&, const Place&) = default;
};

enum class Severity { warning, error };

// One finding. `code` is stable and made for programs ("slot-overlap"); `field` is the path in the
// document ("slots[2].start"), empty where the finding is about the whole file.
struct Problem {
  Severity severity = Severity::error;
  std::string code;
  Place place;
  std::string field;
  Text message;
};

using Problems = std::vector<Problem>;

// "week.json:12:5", "week.xlsx:Tuần 48!B7", or the file alone.
std::string to_string(const Place& place);

// "week.json:12:5: slots[2].start: ..." in the user's language; parts that are unknown are left
// out. A warning's message begins with "cảnh báo: " ("warning: " in English).
std::string to_string(const Problem& problem);
std::string to_string(const Problem& problem, Language language);

bool has_errors(const Problems& problems);

// Thrown where input is needed and cannot be used: a configuration, a command-line argument.
class BadInput : public std::runtime_error {
 public:
  explicit BadInput(Problems problems);
  const Problems& problems() const { return problems_; }

 private:
  Problems problems_;
};

}  // namespace loa::base
