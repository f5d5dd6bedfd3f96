// The header of a WAV that another program wrote.
#pragma once

#include <cstdint>

namespace loa::audio {

enum class WavState { sound, silent, not_wav };

// Looks at the `size` bytes of the open file `fd`: a RIFF WAVE with a format and sound in it? Who
// writes to a pipe cannot know the length beforehand: where the header tells a length that the file
// has not, it is put right. Throws std::system_error.
WavState settle_wav(int fd, std::uint64_t size);

}  // namespace loa::audio
