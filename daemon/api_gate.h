// Who may come in by HTTP: keeps strange web pages, strangers and the wrong people out.
#pragma once

#include <optional>

#include "daemon/doorkeeper.h"
#include "entrance/answers.h"
#include "protocol/http.h"

namespace loa::daemon {

// The refusal, or nothing if the request may go on:
//  - the Host header must be a name of ours (a strange page may point its own name at us);
//  - a POST must carry the header X-Loa, which no page from elsewhere can send without being asked.
//    With the session's cookie, which is SameSite=Strict, and the server's look at Origin that is
//    three walls against forged requests; a token in each form would be a fourth of the same.
std::optional<protocol::HttpResponse> refusal(const protocol::HttpRequest& request,
                                              const protocol::ListenConfig& listen);

using entrance::refusal;

}  // namespace loa::daemon
