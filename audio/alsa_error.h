// alsa-lib's negative error numbers as std::error_code.
#pragma once

#include <system_error>

namespace loa::audio {

// Messages are alsa-lib's. Compares equal to the std::errc of the same errno.
const std::error_category& alsa_category();

// From what an ALSA call returned: negative is an error, all else none.
std::error_code alsa_error(long returned);

// From now on what alsa-lib would write to standard error goes to the log. Thread-safe.
void quiet_alsa();

}  // namespace loa::audio
