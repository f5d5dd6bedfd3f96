// The presets of schedules/policies, which the program carries in itself.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <span>
#include <stdexcept>

#include "base/embedded.h"
#include "schedules/policy.h"

namespace loa::embedded {
std::span<const base::EmbeddedFile> policies();
}

namespace loa::schedules {
namespace {

using Presets = std::map<std::string, std::shared_ptr<const Policy>, std::less<>>;

Presets read_presets() {
  Presets presets;
  for (const auto& file : embedded::policies()) {
    const auto read = read_policy(file.bytes, std::string(file.path));
    if (!read.policy) throw std::logic_error(base::to_string(read.problems.front()));
    presets.emplace(read.policy->id, read.policy);
  }
  return presets;
}

const Presets& presets() {
  static const auto all = read_presets();
  return all;
}

}  // namespace

const std::vector<std::string>& policy_presets() {
  static const auto names = [] {
    std::vector<std::string> list;
    for (const auto& [name, policy] : presets()) list.push_back(name);
    return list;
  }();
  return names;
}

std::shared_ptr<const Policy> policy_preset(std::string_view name) {
  const auto found = presets().find(name);
  return found == presets().end() ? nullptr : found->second;
}

}  // namespace loa::schedules
