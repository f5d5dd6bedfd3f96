// loa setup.
#include <fmt/format.h>
#include <ifaddrs.h>
#include <netdb.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <iostream>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/files.h"
#include "base/language.h"
#include "base/owned_file.h"
#include "base/password.h"
#include "base/settings.h"
#include "cli/machine_commands.h"
#include "cli/passphrase.h"
#include "cli/setup/amplified.h"
#include "cli/setup/merge.h"
#include "cli/setup/questions.h"

namespace loa::cli {
namespace {

namespace fs = std::filesystem;
using base::Text;

constexpr mode_t kNewMode = 0640;  // it may hold a token and a password's hash

// The machine's names and numeric addresses in its networks, as a browser writes them.
std::vector<std::string> addresses_here() {
  std::vector<std::string> addresses;
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) == 0) {
    addresses.emplace_back(name.data());
    addresses.push_back(addresses.back() + ".local");
  }
  ifaddrs* all = nullptr;
  if (::getifaddrs(&all) != 0) return addresses;
  for (const auto* one = all; one != nullptr; one = one->ifa_next) {
    if (one->ifa_addr == nullptr || one->ifa_addr->sa_family != AF_INET) continue;
    const bool written = ::getnameinfo(one->ifa_addr, sizeof(sockaddr_in), name.data(), name.size(),
                                       nullptr, 0, NI_NUMERICHOST) == 0;
    if (written && !std::string_view(name.data()).starts_with("127.")) {
      addresses.emplace_back(name.data());
    }
  }
  ::freeifaddrs(all);
  return addresses;
}

signs::drivers::ProbeResult board_at(const std::string& address) try {
  return signs::drivers::probe(address);
} catch (const std::invalid_argument&) {
  return {};  // the configuration's own check will say it
}

std::error_code tone_through(const std::string& card, const daemon::AmplifierConfig& amplifier) {
  std::error_code error;
  const auto sleep = [](base::Duration time) { std::this_thread::sleep_for(time); };
  const auto faults =
      setup::with_amplifier(amplifier, sleep, [&] { error = audio::play_test_tone(card); });
  for (const auto& fault : faults) fmt::print("  {}\n", fault.shown());
  return error;
}

setup::Machine machine_here() {
  setup::Machine machine;
  machine.cards = audio::sound_cards();
  std::error_code error;
  machine.clock_battery = fs::exists("/sys/class/rtc/rtc0", error);
  machine.addresses = addresses_here();
  machine.chips = daemon::gpio_chips();
  machine.line_fault = daemon::fault_of_line;
  machine.play_tone = tone_through;
  machine.probe_board = board_at;
  machine.new_password_hash = [] {
    const auto password = new_password();
    return password.empty() ? "" : base::hash_password(password);
  };
  return machine;
}

// As the old file had them, or the group of the folder, whose service reads it.
base::FileOwner owner_of(const fs::path& file, const struct stat* old) {
  if (old != nullptr) return {old->st_uid, old->st_gid};
  struct stat folder {};
  const bool known = ::stat(fs::absolute(file).parent_path().c_str(), &folder) == 0;
  return {0, known ? folder.st_gid : 0};
}

// What was there is kept beside it.
void write_config(const fs::path& file, const std::string& old, const std::string& text) {
  struct stat about {};
  const bool there = ::stat(file.c_str(), &about) == 0;
  const mode_t mode = there ? about.st_mode & 0777U : kNewMode;
  fs::create_directories(fs::absolute(file).parent_path());
  if (there) base::replace_file(file.string() + ".previous", old, mode);
  base::replace_file_for(owner_of(file, there ? &about : nullptr), file, text, mode);
}

int set_up(const std::string& file, const std::string& answers_file) {
  const auto old = base::read_file_if_exists(file, base::kMaxSettings).value_or("");
  setup::Answers answers{"", answers_file};
  if (answers_file.empty()) {
    answers.text = setup::ask_all(std::cin, std::cout, machine_here(), old);
    answers.file = Text{"câu trả lời", "answers"}.shown();
  } else {
    answers.text = base::read_file(answers_file, base::kMaxSettings);
  }
  const auto text = setup::merged(old, answers, file);
  if (text == old) {
    fmt::print("{}\n", Text{"không có gì thay đổi", "nothing has changed"}.shown());
    return kFine;
  }
  write_config(file, old, text);
  fmt::print("{}\n",
             Text{fmt::format("đã ghi {}; tiếp theo: khởi động lại đài, rồi loa doctor", file),
                  fmt::format("{} is written; next: restart the station, and loa doctor", file)}
                 .shown());
  return kFine;
}

}  // namespace

void add_setup_command(CLI::App& app, Action& chosen) {
  auto answers = std::make_shared<std::string>();
  auto* command = app.add_subcommand(
      "setup", Text{"lắp đài lần đầu, hoặc đổi lại: hỏi từng câu rồi ghi cấu hình",
                    "first start, or another time: asks, and writes the configuration"}
                   .shown());
  command->fallthrough();
  command->add_option(
      "--answers", *answers,
      Text{"lấy câu trả lời từ tệp JSON", "take the answers from a JSON file"}.shown());
  const auto file = add_config_option(*command);
  command->callback([&chosen, answers, file] { chosen = [=] { return set_up(*file, *answers); }; });
}

}  // namespace loa::cli
