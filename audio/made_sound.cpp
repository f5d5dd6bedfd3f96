// Speech and chimes: sounds that are made, once, and then are media like any other.
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <stdexcept>
#include <string_view>

#include "audio/air.h"
#include "audio/child_process.h"
#include "audio/chime.h"
#include "audio/media.h"
#include "audio/media_cache.h"
#include "audio/wav.h"
#include "base/clock.h"
#include "base/crypto.h"

namespace loa::audio {
namespace {

constexpr base::Duration kSpeechPatience = std::chrono::seconds{60};
// Slower than conversation (espeak-ng's default is 175): loudspeakers in the open echo.
constexpr const char* kWordsPerMinute = "140";
constexpr int kChimeVersion = 1;  // part of the file's name: raise it when the samples change
constexpr std::uintmax_t kWavHeader = 44;

bool is_voice_name(std::string_view voice) {
  const auto allowed = [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '+'; };
  return !voice.empty() && voice.size() <= 40 && voice.front() != '-' &&
         std::ranges::all_of(voice, allowed);
}

// A pipe whose reader may die or never read: true if all was written before `deadline`.
bool feed(Fd to, std::string_view text, base::Steady deadline) {
  ::fcntl(to.get(), F_SETFL, O_NONBLOCK);
  while (!text.empty()) {
    const ssize_t done = ::send(to.get(), text.data(), text.size(), MSG_NOSIGNAL);
    if (done > 0) text.remove_prefix(static_cast<std::size_t>(done));
    if (done < 0 && errno != EAGAIN && errno != EINTR) return false;
    if (base::steady_now() >= deadline) return false;
    if (done < 0) {
      pollfd wait{to.get(), POLLOUT, 0};
      ::poll(&wait, 1, 100);
    }
  }
  return true;
}

void speak_into(const std::filesystem::path& path, const std::string& text,
                const std::string& voice) {
  const base::Steady deadline = base::steady_now() + kSpeechPatience;
  Pipe input = Pipe::to_child();
  ChildProcess espeak(
      "espeak-ng", {"-v", voice, "-s", kWordsPerMinute, "-b", "1", "-w", path.string(), "--stdin"},
      input.read.get(), -1);
  input.read.reset();
  const bool fed = feed(std::move(input.write), text, deadline);
  if (!espeak.ended_within(deadline - base::steady_now())) {
    throw std::runtime_error("espeak-ng takes too long");
  }
  if (!espeak.succeeded()) throw std::runtime_error("espeak-ng: " + espeak.how_it_ended());
  std::error_code missing;
  const std::uintmax_t bytes = std::filesystem::file_size(path, missing);
  if (!fed || missing || bytes <= kWavHeader) throw std::runtime_error("espeak-ng said nothing");
}

}  // namespace

std::filesystem::path speak(const std::filesystem::path& cache, const std::string& text,
                            const std::string& voice) {
  if (!is_voice_name(voice)) throw std::runtime_error("not a voice: " + voice);
  const std::string name = base::to_hex(base::sha256(voice + "\n" + text)) + ".wav";
  return made_once(cache, name,
                   [&](const std::filesystem::path& path) { speak_into(path, text, voice); });
}

std::filesystem::path chime(const std::filesystem::path& cache, const std::string& name) {
  if (std::ranges::find(chime_names(), name) == chime_names().end()) {
    throw std::runtime_error("no chime is called " + name);
  }
  const std::string file = fmt::format("chime-{}-{}.wav", kChimeVersion, name);
  return made_once(cache, file, [&](const std::filesystem::path& path) {
    WavWriter out(path, kRate, 1);
    out.write(chime_samples(name));
    out.close();
  });
}

}  // namespace loa::audio
