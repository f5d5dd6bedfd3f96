// loa command: live commands, signed on an office PC and given to stations by whatever way.
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <memory>

#include "base/clock.h"
#include "base/files.h"
#include "cli/station_commands.h"
#include "cli/trust_commands.h"
#include "trust/command.h"

namespace loa::cli {
namespace {

using base::Text;
namespace fs = std::filesystem;

constexpr std::size_t kLargestOrdered = 1UL << 30;
constexpr auto kClocksDiffer = std::chrono::seconds{5};  // an office's PC and a station
constexpr int kLongestLife = std::chrono::floor<std::chrono::seconds>(trust::kCommandLife).count();

struct Order {
  std::vector<std::string> stations;
  KeyArguments key;
  std::string out;
  std::string nonce;
  std::string otp;
  int seconds = kLongestLife;
  int level = 3;
};

struct GiveOrder {
  std::string file;
};
struct SignOrder : GiveOrder {
  KeyArguments key;
};

trust::Command command_of(const Order& order, const trust::PublicKey& issuer,
                          trust::Action action) {
  trust::Command command;
  command.stations = order.stations;
  command.issuer = issuer;
  command.not_before = std::chrono::floor<std::chrono::seconds>(base::wall_now()) - kClocksDiffer;
  command.counter =
      std::chrono::floor<std::chrono::milliseconds>(base::wall_now().time_since_epoch()).count();
  command.expires = command.not_before + std::chrono::seconds{order.seconds};
  command.nonce = order.nonce;
  command.otp = order.otp;
  command.action = std::move(action);
  return command;
}

// Told after each signature.
void tell_signed(const trust::Envelope& envelope, const std::string& file) {
  base::Problems problems;
  const auto command = trust::read_command(envelope, file, problems);
  if (!command) throw base::BadInput(problems);
  const auto count = envelope.signatures.size();
  const bool short_of = trust::needs_two(*command) && count < 2 && command->otp.empty();
  const auto until = base::to_rfc3339(command->expires);
  Text line{fmt::format("{}: {} chữ ký, hạn {}", file, count, until),
            fmt::format("{}: {} signature(s), valid to {}", file, count, until)};
  if (short_of) {
    line.vi += "; cần thêm chữ ký của một người nữa (loa command sign)";
    line.en += "; one more person must sign (loa command sign)";
  }
  fmt::print("{}\n", line.shown());
}

int make_order(const Order& order, trust::Action action) {
  const auto signer = signer_of(order.key);
  auto envelope = trust::envelope_of(command_of(order, signer.key, std::move(action)));
  trust::sign(envelope, signer);
  base::Problems problems;
  if (!trust::read_command(envelope, order.out, problems)) throw base::BadInput(problems);
  base::replace_file(order.out, trust::write_envelope(envelope));
  tell_signed(envelope, order.out);
  return kFine;
}

int sign_order(const SignOrder& arguments) {
  base::Problems problems;
  const auto text = base::read_file(arguments.file, trust::kLargestPayload);
  auto envelope = trust::read_envelope(text, arguments.file, problems);
  if (!envelope || !trust::read_command(*envelope, arguments.file, problems)) {
    throw base::BadInput(problems);
  }
  trust::sign(*envelope, signer_of(arguments.key));
  base::replace_file(arguments.file, trust::write_envelope(*envelope));
  tell_signed(*envelope, arguments.file);
  return kFine;
}

int give_order(const std::string& url, const GiveOrder& arguments) {
  const auto envelope = base::read_file(arguments.file, trust::kLargestPayload);
  checked(StationClient(url).post("/v1/command", envelope, {}));
  const Text done{"đài đã làm theo lệnh", "the station has obeyed"};
  fmt::print("{}\n", done.shown());
  return kFine;
}

void add_order_options(CLI::App& command, Order& order) {
  command
      .add_option(
          "--for", order.stations,
          Text{
              "mã đài, nêu được nhiều lần; * là mọi đài (mọi đài hay hơn 20 đài: cần hai người ký)",
              "a station's id, may be given often; * is any (any, or more than 20: two must sign)"}
              .shown())
      ->required()
      ->type_name("ID");
  add_key_options(command, order.key);
  command
      .add_option("-o,--out", order.out,
                  Text{"tệp để ghi lệnh", "the file to write the command to"}.shown())
      ->required()
      ->type_name("FILE");
  command
      .add_option("--seconds", order.seconds,
                  Text{"lệnh có hạn bấy nhiêu giây", "it is valid for so many seconds"}.shown())
      ->check(CLI::Range(1, kLongestLife));
  command.add_option("--otp", order.otp,
                     Text{"mã dùng một lần của người ký, khi không có người thứ hai (loa otp)",
                          "the signer's one-time code, where there is no second person (loa otp)"}
                         .shown());
  command.add_option("--nonce", order.nonce,
                     Text{"mã hiện thời của đài, khi đồng hồ đài chưa tin được (loa status)",
                          "the station's nonce, where its clock is not trusted (loa status)"}
                         .shown());
}

void add_order_level(CLI::App& command, Order& order) {
  command
      .add_option("--level", order.level,
                  Text{"1 khẩn cấp (cần hai người ký), 2 ưu tiên, 3 thông thường",
                       "1 emergency (two must sign), 2 priority, 3 normal"}
                      .shown())
      ->check(CLI::Range(1, 3));
}

// A subcommand whose action `act` makes of its arguments.
template <class Arguments, class Act>
CLI::App* add_order(CLI::App& group, Action& chosen, const char* name, const Text& what,
                    const std::shared_ptr<Arguments>& arguments, Act act) {
  auto* command = group.add_subcommand(name, what.shown());
  add_order_options(*command, *arguments);
  command->callback([&chosen, arguments, act] {
    chosen = [arguments, act] { return make_order(*arguments, act(*arguments)); };
  });
  return command;
}

struct PlayOrder : Order {
  std::string path;
  std::string media;
};

void add_play_order(CLI::App& group, Action& chosen) {
  auto arguments = std::make_shared<PlayOrder>();
  auto* command = add_order(
      group, chosen, "play", {"phát một tệp có sẵn ở đài", "play a file that the station has"},
      arguments, [](const PlayOrder& given) {
        const auto content = base::read_file(fs::path(given.media) / given.path, kLargestOrdered);
        return trust::PlayFile{given.path, trust::reference_to(content), given.level};
      });
  add_order_level(*command, *arguments);
  command
      ->add_option(
          "FILE", arguments->path,
          Text{"đường dẫn trong thư mục âm thanh của đài", "its path in the station's media folder"}
              .shown())
      ->required();
  command
      ->add_option(
          "--media", arguments->media,
          Text{"thư mục có cùng tệp ấy ở máy này", "the folder with the same file here"}.shown())
      ->required()
      ->type_name("FOLDER");
}

struct SayOrder : Order {
  std::string text;
};

void add_say_order(CLI::App& group, Action& chosen) {
  auto arguments = std::make_shared<SayOrder>();
  auto* command = add_order(group, chosen, "say", {"đọc một đoạn chữ", "speak a text"}, arguments,
                            [](const SayOrder& given) {
                              return trust::Say{given.text, given.level};
                            });
  add_order_level(*command, *arguments);
  command->add_option("TEXT", arguments->text, Text{"lời để đọc", "the words"}.shown())->required();
}

struct StopOrder : Order {
  bool all = false;
};

void add_stop_order(CLI::App& group, Action& chosen) {
  auto arguments = std::make_shared<StopOrder>();
  auto* command = add_order(group, chosen, "stop", {"ngừng phát", "stop what sounds"}, arguments,
                            [](const StopOrder& given) { return trust::StopSound{given.all}; });
  command->add_flag("--all", arguments->all,
                    Text{"cả những gì đang chờ", "and what waits, too"}.shown());
}

struct VolumeOrder : Order {
  int percent = 0;
};

void add_volume_order(CLI::App& group, Action& chosen) {
  auto arguments = std::make_shared<VolumeOrder>();
  auto* command =
      add_order(group, chosen, "volume", {"đặt âm lượng", "set the volume"}, arguments,
                [](const VolumeOrder& given) { return trust::SetVolume{given.percent}; });
  command->add_option("PERCENT", arguments->percent, Text{"phần trăm", "percent"}.shown())
      ->required()
      ->check(CLI::Range(0, 100));
}

void add_reboot_order(CLI::App& group, Action& chosen) {
  add_order(group, chosen, "reboot",
            {"khởi động lại máy của đài; không làm khi đang phát khẩn cấp",
             "restart the station's machine; not while an emergency is on the air"},
            std::make_shared<Order>(), [](const Order&) { return trust::Reboot{}; });
}

void add_second_signature(CLI::App& group, Action& chosen) {
  auto arguments = std::make_shared<SignOrder>();
  auto* command = group.add_subcommand(
      "sign", Text{"người thứ hai cùng ký một lệnh", "a second person signs a command"}.shown());
  command->add_option("FILE", arguments->file, Text{"tệp lệnh", "the command"}.shown())->required();
  add_key_options(*command, arguments->key);
  command->callback(
      [&chosen, arguments] { chosen = [arguments] { return sign_order(*arguments); }; });
}

void add_give_order(CLI::App& group, Action& chosen, const StationUrl& url) {
  auto arguments = std::make_shared<GiveOrder>();
  auto* command = group.add_subcommand(
      "give", Text{"đưa lệnh thẳng cho đài", "give it to the station directly"}.shown());
  command->fallthrough();
  command->add_option("FILE", arguments->file, Text{"tệp lệnh", "the command"}.shown())->required();
  command->callback(
      [&chosen, url, arguments] { chosen = [=] { return give_order(*url, *arguments); }; });
}

}  // namespace

void add_signed_commands(CLI::App& app, Action& chosen, const StationUrl& url) {
  auto* group = app.add_subcommand(
      "command", Text{"lệnh trực tiếp cho đài, có chữ ký", "signed live commands"}.shown());
  group->require_subcommand(1);
  group->fallthrough();
  add_play_order(*group, chosen);
  add_say_order(*group, chosen);
  add_stop_order(*group, chosen);
  add_volume_order(*group, chosen);
  add_reboot_order(*group, chosen);
  add_second_signature(*group, chosen);
  add_give_order(*group, chosen, url);
}

}  // namespace loa::cli
