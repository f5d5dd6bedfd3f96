// loa-speaker: speaks the text on its standard input and writes a WAV to its standard output, as
// any speech engine of Loa does (docs/doc-chu.md). Speaks by espeak-ng's library, in a sandbox:
// once its voice is loaded it can read files, and neither write them nor reach the network.
//
//     loa-speaker --voice vi|vi-vn-x-central|vi-vn-x-south < TEXT > WAV
//
// The WAV (16-bit mono) is written as it is spoken, so its header tells no length.
#include <espeak-ng/speak_lib.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

#include "audio/decoder/sandbox.h"
#include "base/descriptor_io.h"

namespace loa::audio {
namespace {

// Slower than conversation (espeak-ng's default is 175): loudspeakers in the open echo.
constexpr int kWordsPerMinute = 140;
constexpr std::size_t kMostText = std::size_t{1} << 20;
constexpr std::uint32_t kNoLength = 0xFFFFFFFF;

std::string read_text() {
  auto text = base::read_all(STDIN_FILENO, kMostText);
  if (!text) throw std::runtime_error("the text is too long");
  return std::move(*text);
}

// For espeak-ng's callback, through which nothing may be thrown.
bool write_sound(const void* bytes, std::size_t size) noexcept try {
  base::write_all(STDOUT_FILENO, {static_cast<const char*>(bytes), size});
  return true;
} catch (const std::exception&) {
  return false;
}

struct WavHeader {
  char riff[4]{'R', 'I', 'F', 'F'};
  std::uint32_t riff_bytes = kNoLength;
  char wave_fmt[8]{'W', 'A', 'V', 'E', 'f', 'm', 't', ' '};
  std::uint32_t fmt_bytes = 16;
  std::uint16_t format = 1;  // PCM
  std::uint16_t channels = 1;
  std::uint32_t rate = 0;
  std::uint32_t bytes_a_second = 0;
  std::uint16_t frame_bytes = 2;
  std::uint16_t bits = 16;
  char data[4]{'d', 'a', 't', 'a'};
  std::uint32_t data_bytes = kNoLength;
};
static_assert(sizeof(WavHeader) == 44);

// espeak-ng hands over its sound by a plain function: whether all of it got away.
bool written = true;

int take_sound(short* samples, int count, espeak_EVENT* /*events*/) {
  if (samples == nullptr || count <= 0) return 0;
  written = written && write_sound(samples, static_cast<std::size_t>(count) * sizeof(short));
  return written ? 0 : 1;
}

void check(espeak_ERROR error, const char* what) {
  if (error != EE_OK) throw std::runtime_error(what);
}

void say(const std::string& text) {
  check(espeak_Synth(text.c_str(), text.size() + 1, 0, POS_CHARACTER, 0,
                     espeakCHARS_UTF8 | espeakENDPAUSE, nullptr, nullptr),
        "espeak-ng cannot speak");
  check(espeak_Synchronize(), "espeak-ng cannot speak");
}

int load(const std::string& voice) {
  // Though it is to play nothing, the library looks for a sound server, and would start one.
  // NOLINTNEXTLINE(concurrency-mt-unsafe): there are no threads yet
  ::setenv("PULSE_SERVER", "unix:/nonexistent", 1);
  const int rate =
      espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, nullptr, espeakINITIALIZE_DONT_EXIT);
  if (rate <= 0) throw std::runtime_error("espeak-ng's data is not there");
  check(espeak_SetVoiceByName(voice.c_str()), "espeak-ng has no such voice");
  check(espeak_SetParameter(espeakRATE, kWordsPerMinute, 0), "espeak-ng refuses the rate");
  espeak_SetSynthCallback(&take_sound);
  return rate;
}

int run(const std::string& voice) {
  const int rate = load(voice);
  limit_resources();
  enter(Sandbox::voice);
  const std::string text = read_text();
  WavHeader header;
  header.rate = static_cast<std::uint32_t>(rate);
  header.bytes_a_second = header.rate * header.frame_bytes;
  if (!write_sound(&header, sizeof header)) return 1;
  say(text);
  return written ? 0 : 1;
}

int run_or_tell_how(std::span<char*> arguments) {
  if (arguments.size() == 2 && arguments[0] == std::string_view("--voice")) {
    return run(arguments[1]);
  }
  std::fputs("usage: loa-speaker --voice VOICE < TEXT > WAV\n", stderr);
  return 2;
}

}  // namespace
}  // namespace loa::audio

int main(int count, char** arguments) {
  loa::audio::end_as("loa-speaker", [&] {
    return loa::audio::run_or_tell_how(
        std::span(arguments, static_cast<std::size_t>(count)).subspan(1));
  });
}
