// What a witness makes of a log's head, by the one that it has cosigned last. Pure.
#pragma once

#include "trust/log_proof.h"

namespace loa::trust {

enum class HeadChange {
  none,    // the same head
  grown,   // it continues what was seen
  shrunk,  // fewer entries than were seen
  forked,  // what was seen is not in it
};

// `path`: consistency_path() between the two; empty where nothing has grown.
HeadChange change_of(const TreeHead& seen, const TreeHead& offered,
                     const std::vector<base::Sha256>& path);

}  // namespace loa::trust
