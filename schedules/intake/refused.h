// Thrown inside a reader where a file cannot be read at all; what a reader gives back has it as a
// problem.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include "base/problem.h"

namespace loa::schedules::intake {

class Refused : public std::runtime_error {
 public:
  // `code` is Problem::code; `cell` is Place::cell, empty where it is about the whole file.
  Refused(std::string code, base::Text message, std::string cell = {})
      : std::runtime_error(message.en),
        code_(std::move(code)),
        message_(std::move(message)),
        cell_(std::move(cell)) {}

  base::Problem as_problem(const std::string& file) const {
    return {base::Severity::error, code_, {file, 0, 0, cell_}, "", message_};
  }

 private:
  std::string code_;
  base::Text message_;
  std::string cell_;
};

// A file of more than kMostFileBytes.
inline Refused too_large() {
  return {"file-too-large",
          {"tệp lớn hơn 16 MB: đây không thể là lịch phát của một tuần",
           "the file is larger than 16 MB: that cannot be a week's schedule"}};
}

}  // namespace loa::schedules::intake
