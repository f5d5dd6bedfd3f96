// What the HTTP interface's answers are made of.
#pragma once

#include <string>
#include <string_view>

#include "base/problem.h"
#include "base/time.h"
#include "protocol/http.h"

namespace loa::daemon {

// `json` is the whole body.
protocol::HttpResponse json_answer(int status, std::string json);
// {"error": code, "message": {"vi", "en"}}
protocol::HttpResponse error_answer(int status, std::string_view code, const base::Text& message);

// RFC 3339 with the zone's offset and whole seconds. The zone exists.
std::string local_time(base::Wall when, const std::string& zone);

}  // namespace loa::daemon
