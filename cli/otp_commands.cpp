// loa otp: one-time codes of those who command.
#include <fmt/format.h>

#include <memory>

#include "base/files.h"
#include "cli/trust_commands.h"
#include "trust/otp.h"

namespace loa::cli {
namespace {

using base::Text;

constexpr std::size_t kSecretBytes = 20;  // as long as SHA-1's result, RFC 4226 R6
constexpr std::size_t kLargestSecrets = 64UL * 1024;

struct NewOtp {
  std::string commander;
  std::string file;
};

trust::OtpSecrets secrets_in(const std::string& file) {
  const auto text = base::read_file_if_exists(file, kLargestSecrets);
  if (!text) return {};
  base::Problems problems;
  auto secrets = trust::read_otp_secrets(*text, file, problems);
  if (!secrets) throw base::BadInput(std::move(problems));
  return std::move(*secrets);
}

int make_otp(const NewOtp& arguments) {
  const auto commander = role_of({arguments.commander}, 1).keys.front();
  auto secrets = secrets_in(arguments.file);
  secrets[commander] = base::from_hex(base::random_hex(kSecretBytes)).value();
  base::replace_file(arguments.file, trust::write_otp_secrets(secrets), 0600);
  fmt::print("{}\n", trust::otp_uri(commander, secrets[commander]));
  const Text next{
      fmt::format("Nhập địa chỉ trên vào ứng dụng mã xác thực ở điện thoại người ấy. Chép {} vào "
                  "từng đài, ghi \"commandOtp\" trong cấu hình.",
                  arguments.file),
      fmt::format("Enter it into the authenticator on the commander's phone. Copy {} to each "
                  "station and name it as \"commandOtp\" in its configuration.",
                  arguments.file)};
  fmt::print(stderr, "{}\n", next.shown());
  return kFine;
}

}  // namespace

void add_otp_commands(CLI::App& app, Action& chosen) {
  auto* group = app.add_subcommand(
      "otp",
      Text{"mã dùng một lần của người ra lệnh", "one-time codes of those who command"}.shown());
  group->require_subcommand(1);
  auto arguments = std::make_shared<NewOtp>();
  auto* make =
      group->add_subcommand("new", Text{"tạo mã bí mật cho một người, in địa chỉ otpauth://",
                                        "make one person's secret and print it as otpauth://"}
                                       .shown());
  make->add_option("KEY", arguments->commander,
                   Text{"khóa của người ra lệnh: tệp, hoặc 64 chữ số",
                        "the commander's key: a file, or 64 digits"}
                       .shown())
      ->required();
  make->add_option("-o,--out", arguments->file,
                   Text{"tệp mã cho các đài; có rồi thì thêm vào",
                        "the stations' file of secrets; added to where it is there"}
                       .shown())
      ->required()
      ->type_name("FILE");
  make->callback([&chosen, arguments] { chosen = [arguments] { return make_otp(*arguments); }; });
}

}  // namespace loa::cli
