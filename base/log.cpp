// Log lines by spdlog; under systemd with the priority that its journal understands.
#include "base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <string>

namespace loa::base {
namespace {

constexpr std::array kLevels{spdlog::level::debug, spdlog::level::info, spdlog::level::warn,
                             spdlog::level::err};

spdlog::level::level_enum wanted_level() {
  const char* value = std::getenv("LOA_LOG");  // NOLINT(concurrency-mt-unsafe): read once
  if (value == nullptr) return spdlog::level::info;
  const auto level = spdlog::level::from_str(value);
  return level == spdlog::level::off ? spdlog::level::info : level;
}

std::shared_ptr<spdlog::logger> make_logger() {
  auto logger = spdlog::stderr_logger_mt("loa");
  // NOLINTNEXTLINE(concurrency-mt-unsafe): read once
  const bool under_systemd = std::getenv("JOURNAL_STREAM") != nullptr;
  logger->set_pattern(under_systemd ? "%l: %v" : "%H:%M:%S.%e %l: %v");
  logger->set_level(wanted_level());
  return logger;
}

}  // namespace

void log(LogLevel level, std::string_view message) {
  static const std::shared_ptr<spdlog::logger> logger = make_logger();
  logger->log(kLevels[static_cast<std::size_t>(level)],
              spdlog::string_view_t(message.data(), message.size()));
}

}  // namespace loa::base
