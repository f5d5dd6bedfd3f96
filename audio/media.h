// Media before its time: is it there, does it decode, how long and how loud is it; and making the
// sounds that are not files (speech, chimes). Everything here runs child processes, not FFmpeg.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "audio/speech/abbreviations.h"
#include "base/language.h"
#include "base/time.h"

namespace loa::audio {

struct MediaInfo {
  std::int64_t frames = 0;   // at 48 kHz, counted by decoding all of it
  float peak = 0.0F;         // sample peak, linear
  float true_peak = 0.0F;    // between samples as well: ITU-R BS.1770-4, Annex 2; linear
  double loudness_lufs = 0;  // integrated, EBU R128 (ITU-R BS.1770-4); -HUGE_VAL for silence
  std::string sha256;        // of the file's bytes, hexadecimal
  std::string format;        // libavformat's name
  std::string damage;        // English, one line; empty if all of it can be heard
};

struct MediaFault {
  std::string code;    // missing, empty, not-media, damaged, too-long, refused, unspoken
  base::Text message;  // for the operator
};

// Asks `decoder` (the loa-decoder program) to decode all of `file`. Blocks for as long as that
// takes (about 1/400 of the length), `patience` at most. Call it from a worker thread.
std::variant<MediaInfo, MediaFault> probe_media(const std::filesystem::path& decoder,
                                                const std::filesystem::path& file,
                                                base::Duration patience);

// How text becomes sound.
struct SpeechSettings {
  // A program that reads text on its standard input and writes a WAV on its standard output, and
  // its arguments; "{voice}" in these stands for the voice.
  std::vector<std::string> command;
  base::Duration patience = std::chrono::seconds{60};
  std::shared_ptr<const speech::Abbreviations> abbreviations{};  // null: Loa's own
};

// Loa's own list with the lines of `file` over it (audio/speech/abbreviations.h). Blocks on the
// disk; throws base::BadInput with what is wrong in the file, std::system_error if it cannot be
// read.
std::shared_ptr<const speech::Abbreviations> read_abbreviations(const std::filesystem::path& file);
// The same of what is in such a file; `file` names places. No I/O.
std::shared_ptr<const speech::Abbreviations> abbreviations_in(std::string_view tsv,
                                                              const std::string& file);

// Loa's own engine, loa-speaker, and Loa's own list of short forms. Looks for the program on disk.
SpeechSettings own_speech();

// A text that could not be spoken, in a sentence for the operator.
class SpeechFailure : public std::runtime_error {
 public:
  explicit SpeechFailure(base::Text why) : std::runtime_error(why.en), why_(std::move(why)) {}
  const base::Text& why() const { return why_; }

 private:
  base::Text why_;
};

// What the engine is given for `text`: audio/speech/normalise.h.
std::string spoken_text(const SpeechSettings& settings, const std::string& text);

// Speaks `text`, read as spoken_text() tells, into a WAV in `cache`, named by the hash of all that
// it sounds by; returns it at once if it is there. Blocks for settings.patience at most: call it
// from a worker thread. Throws SpeechFailure, and std::system_error of the disk.
std::filesystem::path speak(const std::filesystem::path& cache, const SpeechSettings& settings,
                            const std::string& text, const std::string& voice);

// Writes the built-in chime into `cache` and returns its path. Throws std::runtime_error for an
// unknown name (known: nhac-hieu, ba-tieng, nhac-ket).
std::filesystem::path chime(const std::filesystem::path& cache, const std::string& name);

}  // namespace loa::audio
