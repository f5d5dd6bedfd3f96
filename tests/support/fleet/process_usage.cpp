#include "support/fleet/process_usage.h"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

namespace loa::bench {

Usage usage_of(int process) {
  Usage usage;
  std::ifstream statm(fmt::format("/proc/{}/statm", process));
  double pages = 0;
  statm >> pages >> pages;
  usage.rss = pages * static_cast<double>(sysconf(_SC_PAGESIZE));
  std::ifstream stat(fmt::format("/proc/{}/stat", process));
  std::string text((std::istreambuf_iterator<char>(stat)), {});
  // Behind the name in parentheses: state, and ten more before the two times.
  if (const auto end = text.rfind(')'); end != std::string::npos) {
    std::istringstream rest(text.substr(end + 2));
    std::string skipped;
    for (int i = 0; i < 11; ++i) rest >> skipped;
    double user = 0;
    double system = 0;
    rest >> user >> system;
    usage.cpu = (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
  }
  return usage;
}

}  // namespace loa::bench
