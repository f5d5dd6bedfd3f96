// libgpiod 1.6 behind four calls.
#include "daemon/gpio_line.h"

#include <fmt/format.h>
#include <gpiod.h>

#include <cerrno>
#include <charconv>
#include <system_error>

namespace loa::daemon {
namespace {

using base::Text;

constexpr const char* kConsumer = "loa";

// Closes the chip, which lets the line go.
struct ChipCloser {
  void operator()(gpiod_line* line) const { ::gpiod_line_close_chip(line); }
};
using LinePtr = std::unique_ptr<gpiod_line, ChipCloser>;

Text fault_of(int error, const std::string& where, const std::string& user = "") {
  switch (error) {
    case ENOENT:
    case ENODEV:
    case EINVAL:
      return {fmt::format("không thấy chân GPIO {}", where),
              fmt::format("there is no GPIO line {}", where)};
    case EACCES:
    case EPERM:
      return {fmt::format("không được phép dùng chân GPIO {}", where),
              fmt::format("the GPIO line {} may not be used", where)};
    case EBUSY:
      return {fmt::format("chân GPIO {} đang do “{}” giữ", where, user),
              fmt::format("the GPIO line {} is held by “{}”", where, user)};
    default:
      break;
  }
  const auto why = std::generic_category().message(error);
  return {fmt::format("chân GPIO {} không dùng được: {}", where, why),
          fmt::format("the GPIO line {} cannot be used: {}", where, why)};
}

// "gpiochip0:17" is a chip and an offset, everything else a line's name.
gpiod_line* look_up(const std::string& where) {
  const auto colon = where.rfind(':');
  if (colon == std::string::npos) return ::gpiod_line_find(where.c_str());
  unsigned offset = 0;
  const char* end = where.data() + where.size();
  const auto read = std::from_chars(where.data() + colon + 1, end, offset);
  if (read.ec != std::errc{} || read.ptr != end) return ::gpiod_line_find(where.c_str());
  return ::gpiod_line_get(where.substr(0, colon).c_str(), offset);
}

LinePtr find_line(const std::string& where) {
  LinePtr line(look_up(where));
  if (!line) throw NoLine(fault_of(errno, where));
  return line;
}

std::string user_of(gpiod_line* line) {
  const char* consumer = ::gpiod_line_consumer(line);
  return consumer != nullptr ? consumer : "?";
}

}  // namespace

struct GpioLine::Held {
  std::string where;
  LinePtr line;
};

GpioLine::GpioLine(const std::string& where, bool active_low)
    : held_(std::make_unique<Held>(Held{where, find_line(where)})) {
  gpiod_line* line = held_->line.get();
  const int flags = active_low ? GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW : 0;
  if (::gpiod_line_request_output_flags(line, kConsumer, flags, 0) != 0) {
    const int error = errno;
    throw NoLine(fault_of(error, where, user_of(line)));
  }
}

GpioLine::~GpioLine() = default;
GpioLine::GpioLine(GpioLine&&) noexcept = default;
GpioLine& GpioLine::operator=(GpioLine&&) noexcept = default;

void GpioLine::set(bool on) {
  if (::gpiod_line_set_value(held_->line.get(), on ? 1 : 0) == 0) return;
  throw NoLine(fault_of(errno, held_->where));
}

std::optional<Text> fault_of_line(const std::string& where) try {
  const auto line = find_line(where);
  if (!::gpiod_line_is_used(line.get())) return std::nullopt;
  return fault_of(EBUSY, where, user_of(line.get()));
} catch (const NoLine& none) {
  return none.why();
}

std::vector<GpioChip> gpio_chips() {
  std::vector<GpioChip> chips;
  gpiod_chip_iter* all = ::gpiod_chip_iter_new();
  if (all == nullptr) return chips;
  while (auto* chip = ::gpiod_chip_iter_next(all)) {
    chips.push_back(
        {::gpiod_chip_name(chip), ::gpiod_chip_label(chip), ::gpiod_chip_num_lines(chip)});
  }
  ::gpiod_chip_iter_free(all);
  return chips;
}

}  // namespace loa::daemon
