// A child process whose output goes into files of the test's folder.
#include "program.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace loa::cli::testing {
namespace {

std::string content(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

[[noreturn]] void become(std::vector<std::string> words,
                         const std::map<std::string, std::string>& environment,
                         const std::string& out, const std::string& err) {
  for (const auto& [name, value] : environment) setenv(name.c_str(), value.c_str(), 1);
  const int flags = O_WRONLY | O_CREAT | O_TRUNC;
  dup2(open(out.c_str(), flags, 0600), STDOUT_FILENO);
  dup2(open(err.c_str(), flags, 0600), STDERR_FILENO);
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  execv(argv[0], argv.data());
  _exit(127);
}

}  // namespace

Ran run_loa(const std::vector<std::string>& arguments,
            const std::map<std::string, std::string>& environment) {
  const Folder folder;
  std::vector<std::string> words{LOA_BUILD_DIR "/bin/loa"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  const auto out = folder.path() + "/out";
  const auto err = folder.path() + "/err";
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("fork");
  if (child == 0) become(words, environment, out, err);
  int status = 0;
  if (waitpid(child, &status, 0) != child) throw std::runtime_error("waitpid");
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return {code, content(out), content(err)};
}

Folder::Folder() {
  auto pattern = (std::filesystem::temp_directory_path() / "loa-cli-XXXXXX").string();
  if (!mkdtemp(pattern.data())) throw std::runtime_error("mkdtemp");
  path_ = pattern;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string Folder::file(const std::string& name, const std::string& content) const {
  const auto path = path_ + "/" + name;
  std::ofstream(path, std::ios::binary) << content;
  return path;
}

}  // namespace loa::cli::testing
