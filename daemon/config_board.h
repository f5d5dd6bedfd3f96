// The part of the configuration that says which board hangs where.
#pragma once

#include "base/fields.h"
#include "signs/drivers/make_board.h"

namespace loa::daemon {

// Reads what concerns the driver; the caller reads the rest and calls finish().
signs::drivers::BoardSettings read_board_driver(base::Fields& fields);

}  // namespace loa::daemon
