// New moons and the sun's longitude by the series of Jean Meeus, "Astronomical Algorithms", second
// edition, chapters 25 and 49.
#include "base/lunar.h"

#include <array>
#include <cmath>
#include <numbers>

namespace loa::base {
namespace {

constexpr double kRadians = std::numbers::pi / 180.0;
constexpr double kMonth = 29.530588861;     // days from new moon to new moon, on average
constexpr double kFirst = 2451550.09766;    // Julian date of new moon 0, on 2000-01-06
constexpr double kDeltaT = 72.0 / 86400.0;  // what clocks are behind the planets; a minute at most
constexpr double kZone = 7.0 / 24.0;
constexpr int kUnixEpoch = 2440588;  // Julian day number of 1970-01-01

struct Term {
  double size;  // days
  int sun;      // multiples of the mean anomalies, and of the moon's argument of latitude
  int moon;
  int latitude;
};

// Table 49.A.
constexpr std::array kTerms{
    Term{-0.40720, 0, 1, 0},   Term{0.17241, 1, 0, 0},   Term{0.01608, 0, 2, 0},
    Term{0.01039, 0, 0, 2},    Term{0.00739, -1, 1, 0},  Term{-0.00514, 1, 1, 0},
    Term{0.00208, 2, 0, 0},    Term{-0.00111, 0, 1, -2}, Term{-0.00057, 0, 1, 2},
    Term{0.00056, 1, 2, 0},    Term{-0.00042, 0, 3, 0},  Term{0.00042, 1, 0, 2},
    Term{0.00038, 1, 0, -2},   Term{-0.00024, -1, 2, 0}, Term{-0.00007, 2, 1, 0},
    Term{0.00004, 0, 2, -2},   Term{0.00004, 3, 0, 0},   Term{0.00003, 1, 1, -2},
    Term{0.00003, 0, 2, 2},    Term{-0.00003, 1, 1, 2},  Term{0.00003, -1, 1, 2},
    Term{-0.00002, -1, 1, -2}, Term{-0.00002, 1, 3, 0},  Term{0.00002, 0, 4, 0}};

struct Planet {
  double size;  // days
  double angle;
  double a_month;
};

// The planets' part, without what stays below ten seconds.
constexpr std::array kPlanets{
    Planet{0.000325, 299.77, 0.107408}, Planet{0.000165, 251.88, 0.016321},
    Planet{0.000164, 251.83, 26.651886}, Planet{0.000126, 349.42, 36.412478}};

// The day number in Vietnam of new moon `k`.
int new_moon(int k) {
  const double t = k / 1236.85;
  const double eccentricity = 1.0 - 0.002516 * t - 0.0000074 * t * t;
  const double sun = 2.5534 + 29.10535670 * k - 0.0000014 * t * t;
  const double moon = 201.5643 + 385.81693528 * k + 0.0107582 * t * t;
  const double latitude = 160.7108 + 390.67050284 * k - 0.0016118 * t * t;
  double when = kFirst + kMonth * k + 0.00015437 * t * t;
  for (const Term& term : kTerms) {
    const double angle = term.sun * sun + term.moon * moon + term.latitude * latitude;
    when += term.size * std::pow(eccentricity, std::abs(term.sun)) * std::sin(angle * kRadians);
  }
  for (const Planet& planet : kPlanets) {
    when += planet.size * std::sin((planet.angle + planet.a_month * k) * kRadians);
  }
  when -= 0.00017 * std::sin((124.7746 - 1.56375588 * k) * kRadians);
  return static_cast<int>(std::floor(when - kDeltaT + 0.5 + kZone));
}

// Which twelfth of its circle the sun has reached when `day` begins in Vietnam, 0..11.
int solar_term(int day) {
  const double t = (day - 0.5 - kZone + kDeltaT - 2451545.0) / 36525.0;
  const double anomaly = (357.52911 + 35999.05029 * t) * kRadians;
  const double centre = (1.914602 - 0.004817 * t) * std::sin(anomaly) +
                        (0.019993 - 0.000101 * t) * std::sin(2 * anomaly) +
                        0.000289 * std::sin(3 * anomaly);
  const double node = (125.04 - 1934.136 * t) * kRadians;
  const double longitude =
      280.46646 + 36000.76983 * t + 0.0003032 * t * t + centre - 0.00569 - 0.00478 * std::sin(node);
  return static_cast<int>(std::floor((longitude - 360.0 * std::floor(longitude / 360.0)) / 30.0));
}

// The last new moon not after `day`.
int moon_at(int day) {
  int k = static_cast<int>(std::floor((day - kFirst) / kMonth)) + 1;
  while (new_moon(k) > day) --k;
  return k;
}

int day_number(int year, unsigned month, unsigned day) {
  const std::chrono::year_month_day civil{std::chrono::year{year}, std::chrono::month{month},
                                          std::chrono::day{day}};
  return static_cast<int>(std::chrono::local_days{civil}.time_since_epoch().count()) + kUnixEpoch;
}

// The new moon of month 11 of `year`: the month that holds the winter solstice (270 degrees).
int month_eleven(int year) {
  int day = day_number(year, 12, 19);
  while (solar_term(day + 1) != 9) ++day;
  return moon_at(day);
}

// Among the months after month 11, number `first`, the one that has no major term: 1..12.
int leap_offset(int first) {
  int offset = 1;
  while (solar_term(new_moon(first + offset)) != solar_term(new_moon(first + offset + 1))) ++offset;
  return offset;
}

}  // namespace

LunarDate lunar_date(std::chrono::local_days day) {
  const int number = static_cast<int>(day.time_since_epoch().count()) + kUnixEpoch;
  const int moon = moon_at(number);
  int year = static_cast<int>(std::chrono::year_month_day{day}.year());
  int first = month_eleven(year);
  if (moon < first) first = month_eleven(--year);
  int months = moon - first;  // since month 11 of `year`
  LunarDate date;
  date.day = number - new_moon(moon) + 1;
  if (month_eleven(year + 1) - first == 13) {
    const int leap = leap_offset(first);
    date.leap = months == leap;
    if (months >= leap) --months;
  }
  date.month = (months + 10) % 12 + 1;
  date.year = months < 2 ? year : year + 1;
  return date;
}

}  // namespace loa::base
