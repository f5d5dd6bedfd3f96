// All rules, in the order in which a technician would look.
#include "cli/doctor/judge.h"

#include <algorithm>

namespace loa::doctor {

std::string_view name_of(Grade grade) {
  switch (grade) {
    case Grade::ok:
      return "ok";
    case Grade::warn:
      return "warn";
    case Grade::fail:
      return "fail";
  }
  return "fail";
}

Findings judge(const Facts& facts) {
  Findings findings;
  judge_config(facts, findings);
  judge_cards(facts.sound, findings);
  if (facts.configured) {
    judge_station(facts, findings);
    judge_outputs(facts.sound, facts.station, findings);
    judge_amplifier(facts.amplifier, findings);
  }
  judge_limits(facts.limits, findings);
  judge_clock(facts.clock, findings);
  judge_zone(facts, findings);
  if (!facts.configured) return findings;
  judge_state(facts.state, findings);
  judge_centre(facts, findings);
  judge_page(facts.page, facts.clock.now, findings);
  judge_trust(facts.trust, facts.clock.now, findings);
  judge_board(facts.board, facts.station, findings);
  judge_media(facts.media, findings);
  return findings;
}

Grade worst(const Findings& findings) {
  Grade grade = Grade::ok;
  for (const auto& finding : findings) grade = std::max(grade, finding.grade);
  return grade;
}

}  // namespace loa::doctor
