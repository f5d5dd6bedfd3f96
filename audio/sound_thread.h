// What every thread does first that must be on time with sound.
#pragma once

namespace loa::audio {

// Signals are the owner's business. Where the system grants it, sound comes before other work; what
// the thread starts does not inherit that. `name`: 15 bytes at most.
void become_sound_thread(const char* name);

}  // namespace loa::audio
