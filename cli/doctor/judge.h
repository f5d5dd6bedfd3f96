// From facts to findings: what is well, what is not, and what to do. No I/O; a table of tests for
// each rule (tests/cli/doctor_test.cpp).
#pragma once

#include <string>
#include <vector>

#include "base/language.h"
#include "cli/doctor/facts.h"

namespace loa::doctor {

enum class Grade { ok, warn, fail };
std::string_view name_of(Grade grade);

struct Finding {
  std::string code;  // stable, for programs: docs/cai-dat.md lists them
  Grade grade = Grade::ok;
  base::Text what;
  base::Text remedy = {};  // empty where nothing is to be done
};
using Findings = std::vector<Finding>;

// In the order in which a technician would look: configuration, station, sound, amplifier, clock,
// time zone, state, centre, page, signatures, board, media.
Findings judge(const Facts& facts);
Grade worst(const Findings& findings);

// Each rule's part; `judge` calls them all.
void judge_config(const Facts& facts, Findings& findings);
void judge_station(const Facts& facts, Findings& findings);
void judge_cards(const SoundFacts& sound, Findings& findings);
void judge_outputs(const SoundFacts& sound, const StationFacts& station, Findings& findings);
void judge_amplifier(const std::vector<LineFacts>& lines, Findings& findings);
void judge_limits(const LimitFacts& limits, Findings& findings);
void judge_clock(const ClockFacts& clock, Findings& findings);
void judge_zone(const Facts& facts, Findings& findings);
void judge_state(const StateFacts& state, Findings& findings);
void judge_journal(const JournalFacts& journal, Findings& findings);
void judge_centre(const Facts& facts, Findings& findings);
void judge_page(const PageFacts& page, base::Wall now, Findings& findings);
void judge_trust(const TrustFacts& trust, base::Wall now, Findings& findings);
void judge_board(const BoardFacts& board, const StationFacts& station, Findings& findings);
void judge_media(const MediaFacts& media, Findings& findings);

}  // namespace loa::doctor
