#include "schedules/policy_file.h"

#include <fmt/format.h>

#include <system_error>

#include "base/files.h"
#include "base/near_miss.h"

namespace loa::schedules {
namespace {

constexpr std::size_t kLargest = 256UL * 1024;

base::Problem problem(const std::string& file, std::string code, base::Text message) {
  return {base::Severity::error, std::move(code), {file, 0, 0}, "", std::move(message)};
}

ReadPolicy unknown(const std::string& name) {
  const auto& presets = policy_presets();
  const auto list = fmt::format("{}", fmt::join(presets, ", "));
  base::Text message{fmt::format("không có quy định mẫu “{}”; có: {}", name, list),
                     fmt::format("there is no policy \"{}\"; there are: {}", name, list)};
  if (const auto meant = base::near_miss(name, presets); !meant.empty()) {
    message.vi += fmt::format("; có phải ý bạn là “{}”?", meant);
    message.en += fmt::format("; did you mean \"{}\"?", meant);
  }
  return {nullptr, {problem(name, "unknown-policy", std::move(message))}};
}

}  // namespace

bool names_policy_file(const std::string& name) {
  return name.find('/') != std::string::npos || name.ends_with(".json");
}

ReadPolicy policy_named(const std::string& name) {
  if (!names_policy_file(name)) {
    const auto preset = policy_preset(name);
    return preset ? ReadPolicy{preset, {}} : unknown(name);
  }
  try {
    return read_policy(base::read_file(name, kLargest), name);
  } catch (const std::system_error& error) {
    const auto why = error.code().message();
    return {nullptr,
            {problem(name, "file-unreadable",
                     {fmt::format("không đọc được tệp quy định ({})", why),
                      fmt::format("cannot read the policy ({})", why)})}};
  }
}

}  // namespace loa::schedules
