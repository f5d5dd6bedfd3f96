#include "daemon/accepted_config.h"

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "base/document.h"
#include "base/files.h"
#include "base/log.h"
#include "base/placed.h"
#include "base/settings.h"

namespace loa::daemon {
namespace {

namespace fs = std::filesystem;

constexpr auto kAcceptedFile = "accepted-config.json";
// Of a station that nobody has set up yet.
constexpr auto kNoAnswers = "{}";
constexpr std::size_t kLargestAccepted = 4 * base::kMaxSettings;

std::vector<fs::path> likely_states(const fs::path& file, const std::string& text) {
  std::vector<fs::path> folders;
  if (auto named = state_named_in(text, file.string())) folders.push_back(std::move(*named));
  // Before there are threads.
  if (const char* given = std::getenv("STATE_DIRECTORY")) {  // NOLINT(concurrency-mt-unsafe)
    folders.emplace_back(given);
  }
  folders.emplace_back(kUsualState);
  return folders;
}

// The content of `file` that was accepted; "" if none was.
std::string accepted_in(const fs::path& state, const fs::path& file) {
  try {
    const auto kept = base::read_file_if_exists(state / kAcceptedFile, kLargestAccepted);
    if (!kept) return "";
    const auto json = nlohmann::json::parse(*kept);
    const bool same = json.at("file").get<std::string>() == fs::absolute(file).string();
    return same ? json.at("text").get<std::string>() : "";
  } catch (const nlohmann::json::exception&) {
    return "";
  } catch (const std::system_error&) {
    return "";
  }
}

void keep_accepted(const Config& config, const fs::path& file, const std::string& text) {
  try {
    remember_accepted(config.state, file, text);
  } catch (const std::system_error& error) {
    // A full disk must not keep the station from its work.
    base::log(base::LogLevel::warning,
              std::string("the accepted configuration was not kept: ") + error.what());
  }
}

void tell_refused(const base::Problems& refused) {
  for (const auto& problem : refused) {
    base::log(base::LogLevel::error, base::to_string(problem));
  }
  base::log(base::LogLevel::error,
            "the configuration is wrong; the last good one stays in force until it is mended");
}

// What was found only when the station was made has no line yet.
base::Problems by_line(base::Problems problems, const std::string& text, const std::string& file) {
  for (auto& problem : problems) {
    const bool known = problem.place.file == file && problem.place.line == 0;
    if (known) problem = base::placed({problem}, text, file).front();
  }
  return problems;
}

base::Problems missing(const fs::path& file) {
  return {{base::Severity::error,
           "config-missing",
           {file.string()},
           "",
           {"không thấy tệp cấu hình", "there is no configuration file"}}};
}

}  // namespace

void remember_accepted(const fs::path& state, const fs::path& file, const std::string& text) {
  if (accepted_in(state, file) == text) return;
  const nlohmann::json json{{"file", fs::absolute(file).string()}, {"text", text}};
  base::replace_file(state / kAcceptedFile,
                     json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n",
                     0600);
}

std::optional<Config> last_accepted(const fs::path& file, const std::string& text,
                                    const base::Problems& refused) {
  for (const auto& state : likely_states(file, text)) {
    const auto kept = accepted_in(state, file);
    if (kept.empty() || kept == text) continue;
    try {
      auto config = config_from(kept, file.string());
      config.refused = refused;
      return config;
    } catch (const base::BadInput&) {
      // A newer Loa may ask for more: then it is of no use.
    }
  }
  return std::nullopt;
}

void with_good_config(const fs::path& file, const std::function<void(const Config&)>& make) {
  const auto found = base::read_file_if_exists(file, base::kMaxSettings);
  if (!found) {
    const auto gone = missing(file);
    const auto good = last_accepted(file, "", gone);
    if (good) tell_refused(gone);
    return make(good ? *good : config_from(kNoAnswers, file.string()));
  }
  const auto& text = *found;
  try {
    const auto config = config_from(text, file.string());
    make(config);
    return keep_accepted(config, file, text);
  } catch (const base::BadInput& error) {
    const auto problems = by_line(error.problems(), text, file.string());
    const auto good = last_accepted(file, text, problems);
    if (!good) throw base::BadInput(problems);
    tell_refused(problems);
    make(*good);
  }
}

}  // namespace loa::daemon
