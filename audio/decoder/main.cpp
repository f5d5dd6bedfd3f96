// loa-decoder: turns one medium into 48 kHz stereo frames, in a sandbox of its own. loa-station
// starts it; see docs/audio-decoder.md.
//
//     loa-decoder play [--first-frame N] < MEDIA    blocks of wire.h on standard output
//     loa-decoder probe < MEDIA                     one line of JSON
//     loa-decoder relay URL                         as play, from the network
//     loa-decoder packets < SOCKET                  as play, packets of Opus as they come
#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <optional>
#include <span>
#include <string_view>

#include "audio/decoder/sandbox.h"
#include "audio/decoder/verbs.h"
#include "audio/decoder/wire.h"

namespace loa::audio {
namespace {

constexpr std::size_t kLiveBurst = 4800;  // a relay waits for no half second

std::optional<std::int64_t> frame_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

OpenDecoder file_from(std::int64_t first_frame) {
  return [first_frame] { return Decoder(Input::file(STDIN_FILENO), first_frame); };
}

// Nothing where the arguments make no sense.
std::optional<int> run(std::span<char*> arguments) {
  if (arguments.empty()) return std::nullopt;
  const std::string_view verb = arguments[0];
  if (verb == "probe" && arguments.size() == 1) return probe(file_from(0));
  if (verb == "play" && arguments.size() == 1) return play(file_from(0), wire::kMostFrames);
  if (verb == "play" && arguments.size() == 3 &&
      arguments[1] == std::string_view("--first-frame")) {
    const auto first = frame_number(arguments[2]);
    if (first) return play(file_from(*first), wire::kMostFrames);
  }
  if (verb == "packets" && arguments.size() == 1) return play_packets(STDIN_FILENO);
  if (verb == "relay" && arguments.size() == 2) {
    const std::string url = arguments[1];
    return play([&url] { return Decoder(Input::relay(url), 0); }, kLiveBurst);
  }
  return std::nullopt;
}

int run_or_tell_how(std::span<char*> arguments) {
  limit_resources();
  // A file may hold dates, and the C library would open the time zone's data for the first.
  ::setenv("TZ", "UTC0", 1);  // NOLINT(concurrency-mt-unsafe): before there are threads
  ::tzset();
  av_log_set_level(AV_LOG_QUIET);
  if (const std::optional<int> status = run(arguments)) return *status;
  std::fputs("usage: loa-decoder play [--first-frame N] | probe | relay URL | packets\n", stderr);
  return 2;
}

}  // namespace
}  // namespace loa::audio

int main(int count, char** arguments) {
  loa::audio::end_as("loa-decoder", [&] {
    return loa::audio::run_or_tell_how(
        std::span(arguments, static_cast<std::size_t>(count)).subspan(1));
  });
}
