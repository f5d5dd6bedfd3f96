// loa-station: one commune's station.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <exception>
#include <iostream>
#include <memory>
#include <system_error>
#include <vector>

#include "base/files.h"
#include "base/folder_swap.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/problem.h"
#include "base/settings.h"
#include "daemon/accepted_config.h"
#include "daemon/answers_once.h"
#include "daemon/app.h"
#include "daemon/version.h"

namespace {

// A power cut may have stopped `loa restore` when only moves were left: they are made before
// anything of the folder is read.
bool finish_restore(const std::filesystem::path& state) {
  if (!loa::base::swap_waits(state)) return false;
  const auto lock = loa::base::FolderLock::take(state);
  if (!lock) return false;  // whoever has it is at it
  const auto before = loa::base::finish_swap(state);
  loa::base::log(loa::base::LogLevel::warning,
                 "a restore was finished; what was there is in " + before.value_or(""));
  return true;
}

// The state folder of the configuration that will be in force.
std::optional<std::filesystem::path> state_of(const std::string& file) {
  const auto text = loa::base::read_file_if_exists(file, loa::base::kMaxSettings).value_or("");
  try {
    return loa::daemon::config_from(text, file).state;
  } catch (const loa::base::BadInput& error) {
    const auto good = loa::daemon::last_accepted(file, text, error.problems());
    if (!good) return std::nullopt;  // the station itself will say what is wrong
    return good->state;
  }
}

// For root, before the service: a restore ends in /etc, which is not the service's to write.
void clear_restore(const std::string& file) {
  const auto state = state_of(file);
  if (!state || !loa::base::swap_left(*state)) return;
  if (finish_restore(*state)) return;
  const auto lock = loa::base::FolderLock::take(*state);
  if (lock) loa::base::finish_swap(*state);
}

// Whether the station is to begin again.
bool run(const std::string& file) {
  std::unique_ptr<loa::daemon::App> app;
  const auto make = [&](const loa::daemon::Config& config) {
    app = std::make_unique<loa::daemon::App>(config);
  };
  loa::daemon::with_good_config(file, [&](const loa::daemon::Config& config) {
    make(finish_restore(config.state) ? loa::daemon::read_config(file) : config);
  });
  return app->run();
}

std::vector<std::string> environment_now() {
  char** end = environ;
  while (*end != nullptr) ++end;
  return std::vector<std::string>(environ, end);
}

// In the same process, so that systemd keeps its hold of it; with the environment that it was
// started with, of which the station takes away what its children should not have.
void begin_again(char** argv, std::vector<std::string> environment) {
  std::vector<char*> variables;
  variables.reserve(environment.size() + 1);
  for (auto& each : environment) variables.push_back(each.data());
  variables.push_back(nullptr);
  ::execve("/proc/self/exe", argv, variables.data());
  throw std::system_error(errno, std::generic_category(), "execve");
}

}  // namespace

int main(int argc, char** argv) {
  loa::base::keep_heap_small();
  CLI::App options{"loa-station: đài truyền thanh / a commune's broadcast controller",
                   "loa-station"};
  std::string file;
  options.add_option("--config", file, "tệp cấu hình / the configuration file")->required();
  bool only_finish = false;
  options.add_flag("--finish-restore", only_finish,
                   "chỉ làm nốt, hoặc dọn, việc phục hồi bị mất điện ngắt / "
                   "only finish, or clear away, a restore that a power cut stopped");
  std::vector<std::string> answers;
  options.add_option("--take-answers", answers,
                     "chỉ lấy câu trả lời từ tệp này, một lần, nếu có nó; tệp thành .done hay "
                     ".failed / only take the answers of this file, once, if it is there; it "
                     "becomes .done or .failed");
  options.set_version_flag("--version", loa::daemon::kVersion);
  CLI11_PARSE(options, argc, argv);
  const auto environment = environment_now();
  try {
    if (only_finish) {
      clear_restore(file);
    } else if (!answers.empty()) {
      for (const auto& each : answers) loa::daemon::take_answers_once(file, each);
    } else if (run(file)) {
      begin_again(argv, environment);
    }
    return 0;
  } catch (const loa::base::BadInput& error) {
    for (const auto& problem : error.problems()) std::cerr << to_string(problem) << '\n';
  } catch (const std::exception& error) {
    std::cerr << "loa-station: " << error.what() << '\n';
  }
  return 1;
}
