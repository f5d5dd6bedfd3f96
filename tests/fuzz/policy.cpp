// Any bytes, read as a policy: problems, or rules that are written, signed over and read back the
// same, and that a week can be held to.
#include <cstdint>
#include <cstdlib>

#include "schedules/policy.h"
#include "schedules/read.h"

namespace {

using namespace loa::schedules;

std::shared_ptr<const WeeklySchedule> a_week() {
  static const auto week = read_schedule(R"({"id": "w", "version": 1, "title": "W",
    "zone": "Asia/Ho_Chi_Minh", "valid": {"from": "2026-02-01", "to": "2026-03-31"},
    "programmes": [{"id": "p", "title": "P", "items": [{"chime": "nhac-hieu"},
      {"relay": "http://a.example/b", "duration": "50m"}]}],
    "slots": [{"id": "s", "days": ["T2", "T7"], "start": "05:00", "length": "1h", "programme": "p"},
      {"id": "t", "days": ["CN"], "start": "23:30", "length": "2h", "programme": "p", "level": 2}]})",
                                         "w");
  return week.schedule;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = read_policy(text, "f");
  if ((read.policy == nullptr) != loa::base::has_errors(read.problems)) std::abort();
  if (!read.policy) return 0;
  const auto again = read_policy(write_policy(*read.policy), "f");
  if (!again.policy) std::abort();
  const auto canonical = canonical_policy(*read.policy);
  if (canonical_policy(*again.policy) != canonical) std::abort();
  const auto signed_one = read_policy(canonical, "f");
  if (!signed_one.policy || canonical_policy(*signed_one.policy) != canonical) std::abort();
  const auto week = a_week();
  for (const auto& problem :
       check(*week, *read.policy, {"cum-1"}, week->valid_from, week->valid_to)) {
    if (problem.code.rfind("policy-", 0) != 0) std::abort();
  }
  return 0;
}
