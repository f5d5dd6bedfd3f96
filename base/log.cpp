// Log lines by spdlog; under systemd with the priority that its journal understands.
#include "base/log.h"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

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

bool journal_reads() {
  struct stat file {};
  if (fstat(STDERR_FILENO, &file) != 0) return false;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): read once
  return is_journal(std::getenv("JOURNAL_STREAM"), file.st_dev, file.st_ino);
}

struct Log {
  std::shared_ptr<spdlog::logger> logger = spdlog::stderr_logger_mt("loa");
  bool to_journal = journal_reads();

  Log() {
    logger->set_pattern(to_journal ? "%v" : "%H:%M:%S.%e %l: %v");
    logger->set_level(wanted_level());
  }
};

const Log& the_log() {
  static const Log log;
  return log;
}

}  // namespace

std::string_view journal_prefix(LogLevel level) {
  constexpr std::array<std::string_view, kLevels.size()> kPrefixes{"<7>", "<6>", "<4>", "<3>"};
  return kPrefixes.at(static_cast<std::size_t>(level));
}

bool is_journal(const char* stream, std::uint64_t device, std::uint64_t inode) {
  return stream != nullptr && stream == fmt::format("{}:{}", device, inode);
}

bool logs(LogLevel level) {
  return the_log().logger->should_log(kLevels.at(static_cast<std::size_t>(level)));
}

void log(LogLevel level, std::string_view message) {
  const auto& log = the_log();
  const auto prefix = log.to_journal ? journal_prefix(level) : "";
  log.logger->log(kLevels.at(static_cast<std::size_t>(level)), "{}{}", prefix, message);
}

}  // namespace loa::base
