// The page's own files, which the program carries in itself.
#pragma once

#include <optional>

#include "protocol/http.h"

namespace loa::centre {

// Nothing if `request` is for something else.
std::optional<protocol::HttpResponse> page(const protocol::HttpRequest& request);

}  // namespace loa::centre
