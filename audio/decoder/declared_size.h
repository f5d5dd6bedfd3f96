// What a file's own header says of its size: libav corrects it by what is there, and does not say
// so.
#pragma once

#include <cstdint>
#include <optional>

#include "audio/decoder/libav.h"

namespace loa::audio {

// Where the sound of a WAV, W64, CAF or ASF file ends, in bytes from its beginning; nothing for
// another kind of file, and where the header leaves it open, as one does that was written while the
// sound was still coming. Reads from `io`, and leaves it at its beginning. Believes nothing of it.
std::optional<std::int64_t> declared_size(AVIOContext& io);

}  // namespace loa::audio
