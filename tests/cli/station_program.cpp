#include "station_program.h"

#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <stdexcept>
#include <thread>

namespace loa::cli::testing {
namespace {

int free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  const bool bound = ::bind(socket, reinterpret_cast<const sockaddr*>(&address), length) == 0 &&
                     ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &length) == 0;
  ::close(socket);
  if (!bound) throw std::runtime_error("no free port");
  return ntohs(address.sin_port);
}

}  // namespace

StationProgram::StationProgram(const Folder& folder, const std::string& more) {
  const int port = free_port();
  url_ = fmt::format("http://127.0.0.1:{}", port);
  config_ = folder.file("station.json", fmt::format(R"({{
    "name": "Đài xã", "state": "state", "output": "wav:out.wav", "clock": "system",
    {}"listen": {{"port": {}}}}})",
                                                    more, port));
  child_ = ::fork();
  if (child_ == 0) {
    ::execl(LOA_BUILD_DIR "/bin/loa-station", "loa-station", "--config", config_.c_str(), nullptr);
    ::_exit(127);
  }
  for (int i = 0; i < 600; ++i) {
    if (loa({"status"}).code == 0) return;
    std::this_thread::sleep_for(std::chrono::milliseconds{100});
  }
  throw std::runtime_error("loa-station does not answer");
}

StationProgram::~StationProgram() { stop(); }

Ran StationProgram::loa(const std::vector<std::string>& arguments) const {
  return run_loa(arguments, {{"LOA_LANG", "en"}, {"LOA_STATION", url_}, {"LOA_CONFIG", config_}});
}

Ran StationProgram::loa_by_a_stranger(const std::vector<std::string>& arguments) const {
  return run_loa(arguments,
                 {{"LOA_LANG", "en"}, {"LOA_STATION", url_}, {"LOA_CONFIG", "/khong-co.json"}});
}

int StationProgram::stop() {
  if (child_ < 0) return 0;
  ::kill(child_, SIGTERM);
  int status = 0;
  ::waitpid(child_, &status, 0);
  child_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace loa::cli::testing
