// An office with its keys, for tests: a root of which two of three must sign, a programme, snapshot
// and timestamp key, and a commune that may sign for its own stations.
#pragma once

#include <functional>

#include "trust/desk.h"

namespace loa::trust::testing {

inline const base::Wall kNow = *base::from_rfc3339("2026-11-26T05:00:00Z");
inline constexpr auto kDay = std::chrono::hours{24};
inline const std::string kWeek = R"({"id": "tuan-48"})";
inline const std::string kCommunesWeek = R"({"id": "tuan-48-xa"})";
inline const std::string kStation = "st-0000000000000001";
inline const std::string kCommunesStation = "st-0000000000000002";

// The same key for the same number, everywhere.
base::SigningKey key(std::uint8_t number);
Role role(std::initializer_list<std::uint8_t> numbers, int threshold = 1);
Validity for_days(int days, base::Wall from = kNow);

struct Office {
  base::SigningKey root[3] = {key(1), key(2), key(3)};
  base::SigningKey programme = key(10);
  base::SigningKey snapshot = key(11);
  base::SigningKey timestamp = key(12);
  base::SigningKey commune = key(20);
  Records records;

  // Has a root, and a week for kStation.
  Office();
  // The root that names these keys, signed by two.
  Envelope next_root(const std::function<void(Root&)>& change = {});
  void change_programme(const std::function<void(Programme&)>& change,
                        Validity validity = for_days(30));
  void change_communes(const std::function<void(Programme&)>& change,
                       Validity validity = for_days(30));
  // Lets the commune sign for kCommunesStation, and has it sign a week.
  void delegate(int most_urgent = 3);
  Bundle seal(Validity fresh = for_days(7));

 private:
  void change(const std::string& name, const base::SigningKey& signer, Validity validity,
              const std::function<void(Programme&)>& change);
};

// What a station that got the office's first root believes.
Trusted beginning(const Office& office);
Question question(const std::string& station = kStation, base::Wall at = kNow);
// The code of the first problem; "" if the bundle is believed.
std::string verdict(const Bundle& bundle, const Trusted& trusted,
                    const Question& question = testing::question());

}  // namespace loa::trust::testing
