// What callers of a page's interface are told about coming in.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/problem.h"
#include "entrance/front_desk.h"
#include "protocol/http.h"

namespace loa::entrance {

// `json` is the whole body.
protocol::HttpResponse json_answer(int status, std::string json);
// {"error": code, "message": {"vi", "en"}}
protocol::HttpResponse error_answer(int status, std::string_view code, const base::Text& message);
// 422 with the problems, of which there is one at least.
protocol::HttpResponse refused(const base::Problems& problems);

// 401 for a stranger, 403 for who may not, nothing for who may.
std::optional<protocol::HttpResponse> refusal(const std::optional<Caller>& caller, Right right);
// What came of a try that did not let anybody in.
protocol::HttpResponse turned_away(const Admission& admission);
// The header that gives a browser the session `token`, or, with `token` "", takes it away. Scripts
// cannot read it, and no page from elsewhere can make a browser send it.
std::pair<std::string, std::string> session_cookie(std::string_view name, std::string_view token,
                                                   bool secure);

}  // namespace loa::entrance
