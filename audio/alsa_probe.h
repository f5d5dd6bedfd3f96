// What sound cards there are and what a PCM can do, without playing anything.
#pragma once

#include <functional>
#include <string>
#include <system_error>
#include <vector>

namespace loa::audio {

struct SoundCard {
  int number = 0;    // may change at each boot
  std::string id;    // as in /proc/asound/cards; holds
  std::string name;  // what its maker calls it
};
// By number. Empty where the kernel has no sound.
std::vector<SoundCard> sound_cards();

struct PcmProbe {
  std::error_code error;             // why it does not open; nothing below is known then
  bool fits = false;                 // set_up() takes it: 48 kHz, stereo, a format of ours
  bool native_rate = true;           // false: the card itself has no 48 kHz, alsa-lib resamples
  std::vector<std::string> formats;  // of ours that it takes: S32_LE, S16_LE, FLOAT_LE
  unsigned least_rate = 0;           // Hz, before any conversion
  unsigned most_rate = 0;
};
// `name`: as AlsaOutput takes it. Opens the PCM without waiting and closes it again; nothing
// sounds. Whoever plays to the device at that moment is refused: ask a station that runs instead.
PcmProbe probe_pcm(const std::string& name);

// Plays two seconds of a soft 1 kHz tone, or less where `go_on` says no. Blocks for that time, 5 s
// at most. Whoever else has the device keeps it: the error says so then.
std::error_code play_test_tone(
    const std::string& name, const std::function<bool()>& go_on = [] { return true; });

}  // namespace loa::audio
