// A speech engine is any program that reads text on its standard input and writes a WAV on its
// standard output. Nothing that it does (dying, hanging, rubbish, too much) can do more than fail
// one text.
#pragma once

#include <filesystem>
#include <string>

#include "audio/media.h"

namespace loa::audio {

// Has `settings.command` speak `text` (as it is) into the file `wav`, which then is a WAV with
// sound in it whose header tells its length. `voice` takes the place of "{voice}" in the command.
// Blocks, for settings.patience at most. Throws SpeechFailure, and std::system_error of the disk.
void run_engine(const SpeechSettings& settings, const std::string& text, const std::string& voice,
                const std::filesystem::path& wav);

}  // namespace loa::audio
