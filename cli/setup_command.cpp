// loa setup.
#include <fmt/format.h>
#include <unistd.h>

#include <iostream>
#include <thread>

#include "base/files.h"
#include "base/language.h"
#include "base/password.h"
#include "base/settings.h"
#include "cli/begin_again.h"
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

void tell_faults(const std::vector<Text>& faults) {
  for (const auto& fault : faults) fmt::print("  {}\n", fault.shown());
}

std::optional<Text> tone_through(const std::string& card,
                                 const daemon::AmplifierConfig& amplifier) {
  std::error_code error;
  const auto sleep = [](base::Duration time) { std::this_thread::sleep_for(time); };
  const auto faults =
      daemon::with_amplifier(amplifier, sleep, [&] { error = audio::play_test_tone(card); });
  tell_faults(faults);
  if (!error) return std::nullopt;
  return Text{error.message(), error.message()};
}

// A station that runs may have the card and the amplifier's lines: then it is for it to sound.
std::optional<Text> tone_by_station(const std::optional<daemon::Config>& running,
                                    const std::string& card,
                                    const daemon::AmplifierConfig& amplifier) {
  const auto url = running ? url_here(*running) : std::nullopt;
  if (!url) return tone_through(card, amplifier);
  const auto tone = tone_there(StationClient(*url, running->state), card, amplifier);
  if (!tone) return tone_through(card, amplifier);
  tell_faults(tone->faults);
  return tone->why_not;
}

// What the station runs by, as far as it can be known from here.
std::optional<daemon::Config> present_config(const std::string& file) try {
  return daemon::read_config(file);
} catch (const std::exception&) {
  return std::nullopt;  // there is none yet, or it is wrong
}

setup::Machine machine_here(base::Communes communes, const std::optional<daemon::Config>& running) {
  setup::Machine machine;
  machine.communes = std::move(communes);
  machine.facts = daemon::machine_facts();
  machine.line_fault = daemon::fault_of_line;
  machine.play_tone = [running](const std::string& card, const auto& amplifier) {
    return tone_by_station(running, card, amplifier);
  };
  machine.probe_board = board_at;
  machine.new_password_hash = [] {
    const auto password = new_password();
    return password.empty() ? "" : base::hash_password(password);
  };
  return machine;
}

int set_up(const std::string& file, const std::string& answers_file) {
  const auto before = present_config(file);
  daemon::SetupAnswers answers{"", answers_file};
  if (answers_file.empty()) {
    const auto old = base::read_file_if_exists(file, base::kMaxSettings).value_or("");
    answers.text = setup::ask_all(std::cin, std::cout,
                                  machine_here(base::Communes::beside(file), before), old);
    answers.file = Text{"câu trả lời", "answers"}.shown();
  } else {
    answers.text = base::read_file(answers_file, base::kMaxSettings);
    answers.may_change_office = true;
  }
  answers.may_change_system = ::geteuid() == 0;
  const auto now = daemon::take_answers(file, answers);
  daemon::change_system(daemon::system_of(answers));
  if (!now) {
    fmt::print("{}\n", Text{"không có gì thay đổi", "nothing has changed"}.shown());
    return kFine;
  }
  const auto service = StationService::of(file);
  if (service && service->is_wanted()) {
    fmt::print("{}\n",
               Text{fmt::format("đã ghi {}", file), fmt::format("{} is written", file)}.shown());
    begin_again(*service, before, *now);
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
