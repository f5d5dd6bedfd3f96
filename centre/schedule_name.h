// What a week calls itself, without a look at the rest of it. Pure.
#pragma once

#include <string>
#include <string_view>

namespace loa::centre {

// "id.version", by which stations name what they play of it; "" where it does not say. A week says
// so at its beginning, and no more of it is read: a bundle may have 40 MB of them.
std::string schedule_name_in(std::string_view week);

}  // namespace loa::centre
