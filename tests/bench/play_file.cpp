// Plays one file through LiveAir and ends: what playback_peers.sh measures beside mpg123 and MPD.
//   play_file OUTPUT FILE [SECONDS]      OUTPUT as in the station's configuration: alsa:NAME,
//   wav:PATH
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <future>

#include "audio/live_air.h"
#include "base/clock.h"

int main(int argc, char** argv) {
  using namespace loa;
  if (argc < 3) {
    std::fputs("usage: play_file OUTPUT FILE [SECONDS]\n", stderr);
    return 2;
  }
  audio::LiveAirSettings settings;
  settings.output = argv[1];
  settings.decoder = std::filesystem::path(LOA_BUILD_DIR) / "bin/loa-decoder";
  std::promise<audio::CueEnded> ended;
  audio::AirEvents events;
  events.ended = [&](const audio::CueEnded& event) { ended.set_value(event); };
  audio::LiveAir air(settings, events, [](std::function<void()> job) { job(); });
  audio::Cue cue;
  cue.id = 1;
  cue.source = argv[2];
  cue.start = base::steady_now() + audio::kCueLead;
  cue.length = std::chrono::seconds{argc > 3 ? std::atoi(argv[3]) : 24 * 3600};
  air.cue(cue);
  const audio::CueEnded end = ended.get_future().get();
  std::printf("played %llu dropped %llu underruns %llu %s\n",
              static_cast<unsigned long long>(end.frames_played),
              static_cast<unsigned long long>(end.frames_dropped),
              static_cast<unsigned long long>(end.underruns), end.detail.c_str());
  return end.end == audio::CueEnd::completed ? 0 : 1;
}
