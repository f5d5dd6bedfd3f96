// What a row says of how far its sound is proven: a JSON object, with the keys of docs/journal.md.
#pragma once

#include <string>

#include "daemon/recorder.h"

namespace loa::daemon {

std::string evidence_of(const ItemPlayed& item);
// "" if there is nothing to say.
std::string evidence_of(const Subject& subject, const Tally& tally);

}  // namespace loa::daemon
