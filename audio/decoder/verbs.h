// What loa-decoder can be told to do with what it has opened. Each returns the exit status; each
// blocks on standard output, and throws std::system_error if that fails.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "audio/decoder/decoder.h"

namespace loa::audio {

using OpenDecoder = std::function<Decoder()>;

// Writes the frames as blocks (wire.h), `burst` frames at a time, then the end or the error.
int play(const OpenDecoder& open, std::size_t burst);

// Writes the frames of each packet of Opus as soon as it comes over `fd` (PacketDecoder), then the
// end or the error.
int play_packets(int fd);

// Decodes everything and writes one line of JSON:
//     {"frames":48000,"peak":0.5,"truePeak":0.52,"loudness":-16.2,"format":"mp3"}
// loudness null: silence; "damage":"it ends in rubbish" besides, where a part cannot be heard
//     {"error":"too-long","detail":"more than 5 hours"}                exit status 1
int probe(const OpenDecoder& open);

// To standard output, whole.
void write_out(std::string_view bytes);

}  // namespace loa::audio
