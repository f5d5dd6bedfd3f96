// A week and what was signed of it, put together.
#pragma once

#include "schedules/read.h"
#include "trust/judge.h"

namespace loa::protocol {

// Reads the authorised week. Its warrant expires when the signature does, its audio files are bound
// to what was signed of them, and nothing in it is more urgent than its signer may be. `bundle` is
// kept in the warrant.
schedules::ReadSchedule bind_week(const trust::Authorised& authorised, std::string_view bundle,
                                  const std::string& file);

}  // namespace loa::protocol
