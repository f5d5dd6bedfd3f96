#include "base/installed.h"

#include <system_error>

namespace loa::base {

std::filesystem::path installed(const std::string& program) {
  std::error_code ignored;
  const auto folder = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
  for (const auto& candidate : {folder / program, folder / "../libexec/loa" / program}) {
    if (std::filesystem::exists(candidate, ignored)) return candidate.lexically_normal();
  }
  return std::filesystem::path("/usr/libexec/loa") / program;
}

}  // namespace loa::base
