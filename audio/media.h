// Media before its time: is it there, does it decode, how long and how loud is it; and making the
// sounds that are not files (speech, chimes). Everything here runs child processes, not FFmpeg.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <variant>

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
  std::string code;    // missing, empty, not-media, damaged, too-long, refused
  base::Text message;  // for the operator
};

// Asks `decoder` (the loa-decoder program) to decode all of `file`. Blocks for as long as that
// takes (about 1/400 of the length), `patience` at most. Call it from a worker thread.
std::variant<MediaInfo, MediaFault> probe_media(const std::filesystem::path& decoder,
                                                const std::filesystem::path& file,
                                                base::Duration patience);

// Speaks `text` by espeak-ng into a WAV in `cache`, named by the hash of text and voice; returns it
// at once if it is there. Blocks, 60 s at most. Throws std::runtime_error.
std::filesystem::path speak(const std::filesystem::path& cache, const std::string& text,
                            const std::string& voice);

// Writes the built-in chime into `cache` and returns its path. Throws std::runtime_error for an
// unknown name (known: nhac-hieu, ba-tieng, nhac-ket).
std::filesystem::path chime(const std::filesystem::path& cache, const std::string& name);

}  // namespace loa::audio
