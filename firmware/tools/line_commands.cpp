// loa-firmware status, calibrate, update.
#include <fmt/format.h>

#include <map>
#include <memory>

#include "base/files.h"
#include "firmware/tools/boards.h"
#include "firmware/tools/commands.h"
#include "firmware/tools/host.h"
#include "firmware/tools/signed_image.h"
#include "firmware/tools/update_board.h"

namespace loa::firmware::tools {
namespace {

using base::Text;

constexpr link::Millis kGreeting = 10'000;
constexpr std::size_t kMostFileBytes = 4UL << 20;

struct Arguments {
  std::string address, pattern, file;
  bool half_duplex = false;
};

// Of the configuration's form; checked when the command line was read.
signs::drivers::LineAddress line_of(const Arguments& arguments) {
  return *signs::drivers::line_address(arguments.address);
}

int status(const Arguments& arguments) {
  Host host(line_of(arguments), 30, kGreeting, arguments.half_duplex);
  const auto& identity = host.identity();
  const auto status = host.status();
  fmt::print("{} {}.{}.{} ({:08x}), {} x {}\n", target_name(identity.target), identity.major,
             identity.minor, identity.patch, identity.git, identity.width, identity.height);
  fmt::print("showing {}, strip {}, left {}, brightness {}, power {}\n",
             static_cast<int>(status.showing), status.strip, status.left, status.brightness,
             status.power);
  fmt::print("inputs {:03b}, outputs {:02b}, refresh {} Hz, up {} s, reset {}, crash {:08x}\n",
             status.inputs, status.outputs, status.refresh_hz, status.uptime_s, status.reset_reason,
             status.crash);
  if (status.temperature != link::Status::kNoTemperature) {
    fmt::print("{:.1f} C\n", status.temperature / 10.0);
  }
  return kFine;
}

const std::map<std::string, link::Calibration>& patterns() {
  using link::Calibration;
  static const std::map<std::string, Calibration> kPatterns = {
      {"off", Calibration::off},       {"all", Calibration::all_on},
      {"rows", Calibration::rows},     {"columns", Calibration::columns},
      {"panels", Calibration::panels}, {"colours", Calibration::colours}};
  return kPatterns;
}

// Without a limit of silence, the pattern stays when this command has ended.
int calibrate(const Arguments& arguments) {
  Host host(line_of(arguments), 0, kGreeting, arguments.half_duplex);
  const auto pattern = static_cast<std::uint8_t>(patterns().at(arguments.pattern));
  const auto answer = host.tell(link::Type::calibration, {&pattern, 1});
  if (answer.error != link::Error::ok) return complain(arguments.address, word_of(answer.error));
  return kFine;
}

int update(const Arguments& arguments) {
  const std::string file = base::read_file(arguments.file, kMostFileBytes);
  SignedImage image;
  // Before the board is asked: it may be far away.
  if (const auto wrong = read_signed_image(file, image)) return complain(arguments.file, *wrong);
  Host host(line_of(arguments), 30, kGreeting, arguments.half_duplex);
  if (const auto wrong = update_board(host, file)) return complain(arguments.file, *wrong);
  const auto& now = host.identity();
  fmt::print("{}: {}.{}.{} ({:08x})\n", arguments.address, now.major, now.minor, now.patch,
             now.git);
  return kFine;
}

CLI::App* add(CLI::App& app, Action& chosen, const std::shared_ptr<Arguments>& arguments,
              const char* name, const Text& help, int (*run)(const Arguments&)) {
  auto* command = app.add_subcommand(name, help.shown());
  command
      ->add_option("ADDRESS", arguments->address, "serial:/dev/ttyUSB0, tcp:HOST:PORT, unix:/FILE")
      ->required()
      ->check(
          [](const std::string& text) {
            return signs::drivers::line_address(text)
                   ? std::string()
                   : Text{"địa chỉ phải có dạng serial:/dev/ttyUSB0, tcp:MÁY:CỔNG hoặc unix:/TỆP",
                          "must look like serial:/dev/ttyUSB0, tcp:HOST:PORT or unix:/FILE"}
                         .shown();
          });
  command->add_flag("--half-duplex", arguments->half_duplex,
                    Text{"đường RS-485", "an RS-485 line"}.shown());
  command->callback([&chosen, arguments, run] { chosen = [=] { return run(*arguments); }; });
  return command;
}

}  // namespace

void add_line_commands(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  add(app, chosen, arguments, "status", {"hỏi bảng đang ra sao", "ask the board how it is"},
      status);
  auto* calibration =
      add(app, chosen, arguments, "calibrate",
          {"hiện mẫu thử trên bảng", "show a test pattern on the board"}, calibrate);
  std::vector<std::string> names;
  for (const auto& [name, pattern] : patterns()) names.push_back(name);
  calibration->add_option("PATTERN", arguments->pattern, Text{"mẫu", "which"}.shown())
      ->required()
      ->check(CLI::IsMember(names));
  auto* sending = add(app, chosen, arguments, "update",
                      {"cập nhật firmware của bảng bằng ảnh đã ký",
                       "update the board's firmware with a signed image"},
                      update);
  sending->add_option("IMAGE", arguments->file, Text{"ảnh đã ký", "the signed image"}.shown())
      ->required();
}

}  // namespace loa::firmware::tools
