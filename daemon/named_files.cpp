#include "daemon/named_files.h"

#include <fmt/format.h>

#include <system_error>

#include "base/files.h"
#include "schedules/policy_file.h"

namespace loa::daemon {
namespace {

// As their readers take them, in schedules and audio.
constexpr std::size_t kLargestPolicy = 256UL * 1024;
constexpr std::size_t kLargestAbbreviations = 1024UL * 1024;

}  // namespace

std::vector<NamedFile> named_files(const Config& config) {
  std::vector<NamedFile> files;
  if (config.trust) files.push_back({"trust", *config.trust, kLargestRoot});
  if (schedules::names_policy_file(config.policy)) {
    files.push_back({"policy", config.policy, kLargestPolicy});
  }
  if (config.command_otp) files.push_back({"commandOtp", *config.command_otp, kLargestOtp});
  if (const auto& list = config.speech.abbreviations; !list.empty()) {
    files.push_back({"speech.abbreviations", list, kLargestAbbreviations});
  }
  return files;
}

std::string text_of(const NamedFile& file, const Config& config) {
  const auto kept = config.kept.find(file.key);
  return kept == config.kept.end() ? base::read_file(file.path, file.most) : kept->second;
}

void need_named_files(const Config& config, const BroughtFiles& brought) {
  base::Problems problems;
  for (const auto& file : named_files(config)) {
    const auto found = brought.find(file.key);
    const auto& readable = found == brought.end() ? file.path : found->second;
    try {
      if (found == brought.end())
        text_of(file, config);
      else
        base::read_file(readable, file.most);
    } catch (const std::system_error& error) {
      const auto path = readable.string();
      const auto why = error.code().message();
      problems.push_back({base::Severity::error,
                          "file-unreadable",
                          {config.file},
                          file.key,
                          {fmt::format("không đọc được tệp {} ({})", path, why),
                           fmt::format("the file {} cannot be read ({})", path, why)}});
    }
  }
  if (!problems.empty()) throw base::BadInput(std::move(problems));
}

}  // namespace loa::daemon
