// The part of the configuration that says how slogans are laid out on the board, and how bright.
#pragma once

#include "base/fields.h"
#include "signs/screen.h"

namespace loa::daemon {

// Reads what concerns the picture; the caller reads the rest and calls finish().
signs::ScreenSettings read_screen(base::Fields& fields, const signs::Geometry& geometry);

}  // namespace loa::daemon
