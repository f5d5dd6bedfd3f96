// Asks a web server. Libav's own client follows redirects to whatever they name, before anybody
// can look; this one goes to one server.
#pragma once

#include <string>

#include "audio/decoder/libav.h"

namespace loa::audio {

// Whether `url` is http or https, to the host and the port that `own` names, or to the same host by
// https where that names http, both at their usual ports. As libav takes addresses apart.
bool same_server(const std::string& own, const std::string& url);

struct Answer {
  AVIOContext* body = nullptr;  // cannot be sought; lives until the process ends
  std::string mime_type;        // in small letters, without parameters; "" if the server says none
};

// Connects and reads the head of the answer; follows redirects, five at most, but to no other
// server. Blocks. Throws Failure "refused", which names where a redirect would have led.
Answer ask(const std::string& url, const AVIOInterruptCB& patience);

}  // namespace loa::audio
