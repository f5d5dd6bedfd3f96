// drivers::Line on an Asio loop.
#pragma once

#include <memory>

#include "signs/drivers/address.h"
#include "signs/drivers/line.h"

namespace boost::asio {
class io_context;
}

namespace loa::signs::drivers {

// The loop outlives the line; it may be destroyed while events are on their way. A name is looked
// up in the background, and a connection given up after 10 s.
std::unique_ptr<Line> make_line(boost::asio::io_context& loop, LineAddress address);

}  // namespace loa::signs::drivers
