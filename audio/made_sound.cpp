// Speech and chimes: sounds that are made, once, and then are media like any other.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <stdexcept>
#include <string_view>

#include "audio/air.h"
#include "audio/chime.h"
#include "audio/media.h"
#include "audio/media_cache.h"
#include "audio/speech/normalise.h"
#include "audio/speech_engine.h"
#include "audio/wav.h"
#include "base/crypto.h"
#include "base/files.h"
#include "base/installed.h"

namespace loa::audio {
namespace {

constexpr std::size_t kMostAbbreviations = std::size_t{1} << 20;  // bytes of a station's file
constexpr int kChimeVersion = 1;  // part of the file's name: raise it when the samples change

bool is_voice_name(std::string_view voice) {
  const auto allowed = [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '+'; };
  return !voice.empty() && voice.size() <= 40 && voice.front() != '-' &&
         std::ranges::all_of(voice, allowed);
}

// Of all that the sound depends on, in an order that cannot be mistaken.
std::string hash_of(const SpeechSettings& settings, const std::string& text,
                    const std::string& voice) {
  base::Sha256Stream hash;
  const auto add = [&hash](const std::string& part) {
    hash.add(fmt::format("{}\n{}\n", part.size(), part));
  };
  add(std::to_string(speech::kNormaliserVersion));
  add(voice);
  add(text);
  for (const auto& word : settings.command) add(word);
  return base::to_hex(hash.finish());
}

}  // namespace

std::shared_ptr<const speech::Abbreviations> read_abbreviations(const std::filesystem::path& file) {
  return abbreviations_in(base::read_file(file, kMostAbbreviations), file.string());
}

std::shared_ptr<const speech::Abbreviations> abbreviations_in(std::string_view tsv,
                                                              const std::string& file) {
  auto all = std::make_shared<speech::Abbreviations>(speech::Abbreviations::built_in());
  auto problems = all->add(tsv, file);
  if (!problems.empty()) throw base::BadInput(std::move(problems));
  return all;
}

SpeechSettings own_speech() {
  return {{base::installed("loa-speaker").string(), "--voice", "{voice}"}};
}

std::string spoken_text(const SpeechSettings& settings, const std::string& text) {
  return settings.abbreviations ? speech::spoken(text, *settings.abbreviations)
                                : speech::spoken(text);
}

std::filesystem::path speak(const std::filesystem::path& cache, const SpeechSettings& settings,
                            const std::string& text, const std::string& voice) {
  if (!is_voice_name(voice)) {
    throw SpeechFailure(
        {"Không có giọng đọc “" + voice + "”.", "There is no voice “" + voice + "”."});
  }
  const std::string said = spoken_text(settings, text);
  if (said.empty()) {
    throw SpeechFailure({"Trong bài không có chữ nào để đọc.", "There is no word to speak in it."});
  }
  return made_once(
      cache, hash_of(settings, said, voice) + ".wav",
      [&](const std::filesystem::path& path) { run_engine(settings, said, voice, path); });
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
