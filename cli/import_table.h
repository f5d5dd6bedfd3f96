// What an import understood, for people.
#pragma once

#include <cstdio>

#include "schedules/intake/understand.h"

namespace loa::cli {

// One line a slot: days, start, end ("~" marks what was inferred), title, content, and the cell or
// line where it stands.
void print_slots(std::FILE* out, const schedules::intake::Understood& understood);
// The open questions, each with its choices and how to answer it on the command line.
void print_questions(std::FILE* out, const schedules::intake::Understood& understood);

}  // namespace loa::cli
