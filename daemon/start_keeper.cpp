#include "daemon/start_keeper.h"

#include <fmt/format.h>

#include <system_error>

#include "base/files.h"
#include "base/log.h"

namespace loa::daemon {
namespace {

constexpr std::size_t kMaxStartsBytes = 4096;

// What cannot be read counts as nothing: the next starts count anew.
StartCount read_starts(const std::filesystem::path& file) {
  try {
    const auto text = base::read_file_if_exists(file, kMaxStartsBytes);
    const auto count = text ? start_count_from(*text) : StartCount{};
    if (count) return *count;
    base::log(base::LogLevel::warning, file.string() + " is damaged: starts are counted anew");
  } catch (const std::system_error& error) {
    base::log(base::LogLevel::warning, error.what());
  }
  return {};
}

}  // namespace

StartKeeper::StartKeeper(std::filesystem::path file, const std::string& boot)
    : file_(std::move(file)), count_(read_starts(file_)) {
  const auto before = count_.safe;
  keep(after_start(count_, boot));
  if (count_.safe == SafeMode::none) return;
  base::log(base::LogLevel::error,
            fmt::format("safe mode{}: {}; a new week ends it",
                        count_.safe == before ? "" : " after starts that failed",
                        count_.safe == SafeMode::last_week ? "the last good week is in force"
                                                           : "no week is in force"));
}

void StartKeeper::keep(StartCount count) {
  if (count == count_) return;
  count_ = std::move(count);
  try {
    base::replace_file(file_, to_text(count_));
  } catch (const std::system_error& error) {
    base::log(base::LogLevel::warning, fmt::format("starts cannot be counted: {}", error.what()));
  }
}

}  // namespace loa::daemon
