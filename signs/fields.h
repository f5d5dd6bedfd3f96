// Fields in a slogan's text, filled anew at every moment:
//
//   {clock}                  08:05              {weekday}                 Thứ hai
//   {clock-s}                08:05:09           {date}                    23/11/2026
//   {lunar}                  rằm tháng Mười     {lunar-year}              Bính Ngọ
//   {days-to 2027-02-06}     75                 {time-to 2026-12-31T23:59}  3 ngày 04:05:06
//   {temperature}            31°C               {on-air}                  the bulletin's title
//
// Anything else in braces stays as it is written. What is not known now is a dash for each place.
#pragma once

#include <optional>
#include <string>

#include "signs/moment.h"

namespace loa::signs {

class FieldText {
 public:
  explicit FieldText(std::string text) : text_(std::move(text)) {}
  const std::string& written() const { return text_; }
  // With all fields filled.
  std::string at(const Moment& moment) const;
  // As wide as at() may become (in letters whose digits are equally wide), whatever the time; only
  // what changes from day to day is as it is now. For laying out ahead.
  std::string widest(const Moment& moment) const;
  // When at() may differ next, after `moment`; nothing for a text that stands.
  std::optional<base::Steady> next_change(const Moment& moment) const;

 private:
  std::string text_;
};

}  // namespace loa::signs
