#include "daemon/answers_once.h"

#include <sys/stat.h>

#include <nlohmann/json.hpp>
#include <system_error>

#include "base/files.h"
#include "base/log.h"
#include "base/owned_file.h"
#include "base/settings.h"
#include "daemon/named_files.h"
#include "daemon/setup_file.h"

namespace loa::daemon {
namespace {

namespace fs = std::filesystem;

void rename_durably(const fs::path& from, const fs::path& to) {
  fs::rename(from, to);
  base::sync_folder(to.parent_path());
}

// Readable for the service's group, as the configuration is.
void copy_beside(const fs::path& config, const fs::path& file) {
  const auto folder = fs::absolute(config).parent_path();
  fs::create_directories(folder);
  struct stat about {};
  const bool known = ::stat(folder.c_str(), &about) == 0;
  base::replace_file_for({0, known ? about.st_gid : 0}, folder / file.filename(),
                         base::read_file(file, kLargestRoot), 0640);
}

void copy_named_files(const fs::path& config, const fs::path& answers, const std::string& text) {
  const auto json = nlohmann::json::parse(text, nullptr, false, true);
  if (!json.is_object()) return;
  for (const auto* key : kOfTheOffice) {
    const auto found = json.find(key);
    if (found == json.end() || !found->is_string()) continue;
    const fs::path name = found->get<std::string>();
    if (name.has_parent_path() || !name.has_filename()) continue;
    const auto beside = answers.parent_path() / name;
    if (fs::is_regular_file(beside)) copy_beside(config, beside);
  }
}

// Why they are not taken, in both languages: whoever reads it has only the card. "" if they are.
std::string refusal_of(const fs::path& config, const fs::path& answers) {
  try {
    const auto text = base::read_file(answers, base::kMaxSettings);
    copy_named_files(config, answers, text);
    const SetupAnswers taken{text, answers.filename().string(), true, true};
    take_answers(config, taken);
    change_system(system_of(taken));
    return "";
  } catch (const base::BadInput& error) {
    std::string said;
    for (const auto language : {base::Language::vietnamese, base::Language::english}) {
      for (const auto& problem : error.problems()) said += to_string(problem, language) + "\n";
    }
    return said;
  }
}

}  // namespace

void take_answers_once(const fs::path& config, const fs::path& answers) {
  if (!fs::exists(answers)) return;
  const auto file = answers.string();
  const auto refusal = refusal_of(config, answers);
  if (refusal.empty()) {
    rename_durably(answers, file + ".done");
    return base::log(base::LogLevel::info, file + ": the answers were taken");
  }
  base::log(base::LogLevel::error, file + ": " + refusal);
  base::replace_file(file + ".failed.txt", refusal);
  rename_durably(answers, file + ".failed");
}

}  // namespace loa::daemon
