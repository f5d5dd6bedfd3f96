// Reading what a request asks for. For api_*.cpp only.
#pragma once

#include "base/document.h"
#include "base/fields.h"
#include "daemon/api_answers.h"
#include "daemon/api_json.h"
#include "daemon/api_routes.h"

namespace loa::daemon::routes {

inline protocol::HttpResponse done() { return json_answer(200, R"({"ok":true})"); }

using entrance::refused;

// Reads the body's object with `take`; answers for the caller where it is wrong.
template <class Take>
bool read_body(const Request& request, const Reply& reply, Take take) {
  auto document = base::parse_document(request.body.empty() ? "{}" : request.body, "");
  auto problems = std::move(document.problems);
  if (document.root) {
    base::Fields fields(*document.root, "", "", problems);
    take(fields);
    fields.finish();
  }
  if (!base::has_errors(problems)) return true;
  reply(refused(problems));
  return false;
}

}  // namespace loa::daemon::routes
