#include "cli/passphrase.h"

#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "base/files.h"
#include "entrance/people.h"

namespace loa::cli {
namespace {

constexpr std::size_t kLongest = 4096;

// Echo is off while this lives, also when a signal or an exception ends the question.
class NoEcho {
 public:
  NoEcho() {
    tcgetattr(STDIN_FILENO, &before_);
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
  }
  ~NoEcho() { tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_); }
  NoEcho(const NoEcho&) = delete;
  NoEcho& operator=(const NoEcho&) = delete;

 private:
  termios before_{};
};

}  // namespace

std::string passphrase_in(const std::string& file) {
  const auto text = base::read_file(file, kLongest);
  return text.substr(0, text.find_first_of("\r\n"));
}

std::string new_password() {
  while (true) {
    auto first = ask_passphrase({"Mật khẩu mới", "New password"});
    if (first.empty()) return first;
    if (const auto problem = entrance::password_problem(first)) {
      fmt::print(stderr, "{}\n", problem->message.shown());
    } else if (ask_passphrase({"Nhập lại", "Once more"}) != first) {
      fmt::print(stderr, "{}\n", base::Text{"hai lần nhập khác nhau", "the two differ"}.shown());
    } else {
      return first;
    }
  }
}

std::string ask_passphrase(const base::Text& question) {
  if (isatty(STDIN_FILENO) == 0) return "";
  fmt::print(stderr, "{}: ", question.shown());
  const NoEcho quiet;
  std::string line;
  std::getline(std::cin, line);
  fmt::print(stderr, "\n");
  return line;
}

}  // namespace loa::cli
