// loa setup.
#include <fmt/format.h>

#include <iostream>
#include <thread>

#include "base/files.h"
#include "base/language.h"
#include "base/password.h"
#include "base/settings.h"
#include "cli/machine_commands.h"
#include "cli/passphrase.h"
#include "cli/setup/questions.h"
#include "daemon/amplified.h"
#include "daemon/setup_file.h"

namespace loa::cli {
namespace {

using base::Text;

signs::drivers::ProbeResult board_at(const std::string& address) try {
  return signs::drivers::probe(address);
} catch (const std::invalid_argument&) {
  return {};  // the configuration's own check will say it
}

std::error_code tone_through(const std::string& card, const daemon::AmplifierConfig& amplifier) {
  std::error_code error;
  const auto sleep = [](base::Duration time) { std::this_thread::sleep_for(time); };
  const auto faults =
      daemon::with_amplifier(amplifier, sleep, [&] { error = audio::play_test_tone(card); });
  for (const auto& fault : faults) fmt::print("  {}\n", fault.shown());
  return error;
}

setup::Machine machine_here(daemon::Communes communes) {
  setup::Machine machine;
  machine.communes = std::move(communes);
  machine.facts = daemon::machine_facts();
  machine.line_fault = daemon::fault_of_line;
  machine.play_tone = tone_through;
  machine.probe_board = board_at;
  machine.new_password_hash = [] {
    const auto password = new_password();
    return password.empty() ? "" : base::hash_password(password);
  };
  return machine;
}

int set_up(const std::string& file, const std::string& answers_file) {
  daemon::SetupAnswers answers{"", answers_file};
  if (answers_file.empty()) {
    const auto old = base::read_file_if_exists(file, base::kMaxSettings).value_or("");
    answers.text =
        setup::ask_all(std::cin, std::cout, machine_here(daemon::Communes::of_station(file)), old);
    answers.file = Text{"câu trả lời", "answers"}.shown();
  } else {
    answers.text = base::read_file(answers_file, base::kMaxSettings);
  }
  if (!daemon::take_answers(file, answers)) {
    fmt::print("{}\n", Text{"không có gì thay đổi", "nothing has changed"}.shown());
    return kFine;
  }
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
