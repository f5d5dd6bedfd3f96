#include "centre/admission.h"

#include <algorithm>

namespace loa::centre {
namespace {

// The mean forgets half of what it knows in some 20 answers.
constexpr std::int64_t kSlowly = 32;
// One answer that waited for a lock or a disk says little of the others.
constexpr base::Duration kMostUsual = std::chrono::milliseconds{500};
constexpr std::int64_t kRequestsEach = 2;
// Of what the centre can do, one part in so many is for those who come back.
constexpr std::int64_t kPart = 3;
// Those who are sent away come again this many times as far apart as they can be answered.
constexpr std::int64_t kApart = 2;

}  // namespace

std::optional<base::Duration> Admission::refuse(Urgency urgency, std::size_t waiting,
                                                base::Steady now) {
  const base::Duration ahead = usual_ * static_cast<std::int64_t>(waiting);
  if (urgency == Urgency::at_once || (waiting < kMostWaiting && ahead < kLongestWait))
    return std::nullopt;
  return send_away(waiting, now);
}

base::Duration Admission::send_away(std::size_t waiting, base::Steady now) {
  const base::Duration ahead = usual_ * static_cast<std::int64_t>(waiting);
  next_place_ = std::max(next_place_, now + ahead) + usual_ * kApart;
  return std::clamp(next_place_ - now, kLeastPause, kMostPause);
}

void Admission::answered(base::Duration took) {
  const auto counts = std::clamp(took, base::Duration{0}, kMostUsual);
  usual_ += (counts - usual_) / kSlowly;
}

base::Duration Admission::first_contact_window(std::size_t stations) const {
  const auto bounded = static_cast<std::int64_t>(std::min<std::size_t>(stations, 10'000'000));
  const auto each = usual_ * kRequestsEach + std::max(usual_, connection_);
  const auto whole = each * (bounded * kPart);
  // Said in whole seconds.
  return std::clamp(std::chrono::ceil<std::chrono::seconds>(whole), std::chrono::seconds{1},
                    std::chrono::duration_cast<std::chrono::seconds>(kMostWindow));
}

}  // namespace loa::centre
