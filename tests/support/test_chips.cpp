#include "support/test_chips.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace loa::tests {
namespace {

constexpr const char* kFolder = "LOA_TEST_GPIO";
constexpr const char* kPreload = "LD_PRELOAD";

}  // namespace

void need_test_chips(char** arguments) {
  if (::getenv(kPreload) != nullptr) return;
  ::setenv(kPreload, LOA_TEST_CHIPS, 1);
  // g++'s sanitizer wants to be the first library.
  const char* options = ::getenv("ASAN_OPTIONS");
  const auto all = std::string(options != nullptr ? options : "") + ":verify_asan_link_order=0";
  ::setenv("ASAN_OPTIONS", all.c_str(), 1);
  ::execv("/proc/self/exe", arguments);
  throw std::runtime_error("cannot start anew");
}

TestChips::TestChips(const std::vector<std::string>& chips) {
  auto pattern = (std::filesystem::temp_directory_path() / "loa-chips-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
  folder_ = pattern;
  std::ofstream file(folder_ / "chips");
  for (const auto& chip : chips) file << chip << '\n';
  ::setenv(kFolder, folder_.c_str(), 1);
}

TestChips::~TestChips() {
  ::unsetenv(kFolder);
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void TestChips::unplug(const std::string& chip) { std::ofstream(folder_ / (chip + ".gone")); }

void TestChips::plug_in(const std::string& chip) {
  std::filesystem::remove(folder_ / (chip + ".gone"));
}

void TestChips::forbid(const std::string& chip) { std::ofstream(folder_ / (chip + ".forbidden")); }

std::optional<int> TestChips::voltage(const std::string& chip, unsigned line) const {
  const auto path = folder_ / (chip + "." + std::to_string(line));
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return std::nullopt;
  const bool held = ::flock(fd, LOCK_EX | LOCK_NB) != 0;
  ::close(fd);
  if (!held) return std::nullopt;
  std::ifstream in(path);
  std::string consumer;
  int voltage = 0;
  in >> consumer >> voltage;
  return voltage;
}

std::vector<LineEvent> TestChips::events() const {
  std::vector<LineEvent> events;
  std::ifstream in(folder_ / "log");
  std::int64_t ns = 0;
  LineEvent event;
  while (in >> ns >> event.chip >> event.line >> event.what >> event.voltage) {
    event.when = base::Steady{base::Duration{ns}};
    events.push_back(event);
  }
  return events;
}

std::vector<std::string> TestChips::story() const {
  std::vector<std::string> told;
  for (const auto& event : events()) {
    told.push_back(std::to_string(event.line) + " " + event.what + " " +
                   std::to_string(event.voltage));
  }
  return told;
}

}  // namespace loa::tests
