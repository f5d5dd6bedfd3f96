// A test tone that is to be heard needs the amplifier that the station would switch on.
#pragma once

#include <functional>
#include <vector>

#include "base/language.h"
#include "daemon/config_amplifier.h"

namespace loa::daemon {

// Switches the lines on in their order, each its lead before `work`, and off in reverse order after
// it. `wait` sleeps. Why some lines cannot be had, for the technician; the work is done all the
// same.
std::vector<base::Text> with_amplifier(const AmplifierConfig& amplifier,
                                       const std::function<void(base::Duration)>& wait,
                                       const std::function<void()>& work);

}  // namespace loa::daemon
