#include "daemon/accepted_config.h"

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "base/document.h"
#include "base/files.h"
#include "base/log.h"
#include "base/placed.h"
#include "base/settings.h"
#include "daemon/named_readers.h"

namespace loa::daemon {
namespace {

namespace fs = std::filesystem;

constexpr auto kAcceptedFile = "accepted-config.json";
// Of a station that nobody has set up yet.
constexpr auto kNoAnswers = "{}";
constexpr std::size_t kLargestAccepted = 4 * (base::kMaxSettings + kLargestRoot);

struct AcceptedFile {
  std::string path;
  std::string text;
};
struct Accepted {
  std::string text;                           // "" if none was
  std::map<std::string, AcceptedFile> files;  // that it names, by key
};

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

Accepted accepted_from(const nlohmann::json& json) {
  Accepted accepted{json.at("text").get<std::string>(), {}};
  const auto files = json.value("files", nlohmann::json::object());
  for (const auto& [key, file] : files.items()) {
    accepted.files[key] = {file.at("path").get<std::string>(), file.at("text").get<std::string>()};
  }
  return accepted;
}

// Of `file`, and what it names.
Accepted accepted_in(const fs::path& state, const fs::path& file) {
  try {
    const auto kept = base::read_file_if_exists(state / kAcceptedFile, kLargestAccepted);
    if (!kept) return {};
    const auto json = nlohmann::json::parse(*kept);
    const bool same = json.at("file").get<std::string>() == fs::absolute(file).string();
    return same ? accepted_from(json) : Accepted{};
  } catch (const nlohmann::json::exception&) {
    return {};
  } catch (const std::system_error&) {
    return {};
  }
}

std::string accepted_text(const Config& config, const fs::path& file, const std::string& text) {
  auto files = nlohmann::json::object();
  for (const auto& named : named_files(config)) {
    files[named.key] = {{"path", fs::absolute(named.path).string()},
                        {"text", text_of(named, config)}};
  }
  const nlohmann::json json{
      {"file", fs::absolute(file).string()}, {"text", text}, {"files", std::move(files)}};
  return json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

// A card is not written for what is there already.
void remember_accepted(const Config& config, const fs::path& file, const std::string& text) {
  const auto place = config.state / kAcceptedFile;
  const auto now = accepted_text(config, file, text);
  if (base::read_file_if_exists(place, kLargestAccepted) == now) return;
  base::replace_file(place, now, 0600);
}

void keep_accepted(const Config& config, const fs::path& file, const std::string& text) {
  try {
    remember_accepted(config, file, text);
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

// What the file held when it was accepted, in the place of what cannot be used now. Only a list of
// short forms can be done without: the built-in one goes on. Whether that makes the file usable.
bool stand_in(Config& config, const NamedFile& file, const Accepted& accepted) {
  const auto kept = accepted.files.find(file.key);
  if (kept != accepted.files.end() && kept->second.path == fs::absolute(file.path)) {
    config.kept[file.key] = kept->second.text;
    if (is_usable(file, config)) return true;
    config.kept.erase(file.key);
  }
  if (config.speech.abbreviations != file.path) return false;
  config.speech.abbreviations.clear();
  return true;
}

// How many files had to be stood in for; nothing where that was not possible.
std::optional<int> stand_in_for_all(Config& config, const Accepted& accepted) {
  int count = 0;
  for (const auto& file : named_files(config)) {
    if (is_usable(file, config)) continue;
    if (!stand_in(config, file, accepted)) return std::nullopt;
    ++count;
  }
  return count;
}

// The file's own configuration, if only what it names cannot be used, and that can be helped.
std::optional<Config> present_with_kept(const fs::path& file, const std::string& text,
                                        const base::Problems& refused) {
  try {
    auto config = config_from(text, file.string());
    if (stand_in_for_all(config, accepted_in(config.state, file)).value_or(0) == 0) return {};
    config.refused = refused;
    return config;
  } catch (const base::BadInput&) {
    return std::nullopt;
  }
}

bool is_made(const std::function<void(const Config&)>& make, const Config& config) {
  try {
    make(config);
    return true;
  } catch (const base::BadInput&) {
    return false;
  }
}

void make_by_what_was_good(const fs::path& file, const std::string& text,
                           const base::Problems& refused,
                           const std::function<void(const Config&)>& make) {
  const auto present = present_with_kept(file, text, refused);
  const auto good = last_accepted(file, text, refused);
  if (!present && !good) throw base::BadInput(refused);
  tell_refused(refused);
  if (present && is_made(make, *present)) return keep_accepted(*present, file, text);
  if (!good) throw base::BadInput(refused);
  make(*good);
}

}  // namespace

std::optional<Config> last_accepted(const fs::path& file, const std::string& text,
                                    const base::Problems& refused) {
  for (const auto& state : likely_states(file, text)) {
    const auto kept = accepted_in(state, file);
    if (kept.text.empty() || kept.text == text) continue;
    try {
      auto config = config_from(kept.text, file.string());
      stand_in_for_all(config, kept);
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
    make_by_what_was_good(file, text, by_line(error.problems(), text, file.string()), make);
  }
}

}  // namespace loa::daemon
