// Who may come in by HTTP: keeps strange web pages and strange machines out.
#pragma once

#include <optional>

#include "daemon/config.h"
#include "protocol/http.h"

namespace loa::daemon {

// The refusal, or nothing if the request may go on:
//  - the Host header must be a name of ours (a strange page may point its own name at us);
//  - a POST must carry the header X-Loa, which no page from elsewhere can send without being asked;
//  - where a password is set, callers from other machines must know it (RFC 7617, user "loa").
std::optional<protocol::HttpResponse> refusal(const protocol::HttpRequest& request,
                                              const protocol::ListenConfig& listen);

}  // namespace loa::daemon
