// loa key new, loa key show: the keys of those who sign.
#include <fmt/format.h>

#include <cstdio>
#include <memory>

#include "base/clock.h"
#include "base/files.h"
#include "cli/passphrase.h"
#include "cli/token.h"
#include "cli/trust_commands.h"
#include "cli/words.h"
#include "trust/cosignature.h"
#include "trust/key_file.h"

namespace loa::cli {
namespace {

using base::Text;

constexpr std::size_t kLargestKey = 8192;

struct NewKey {
  KeyArguments key;
  bool open = false;
};

// Nothing where the two that were typed differ.
std::optional<std::string> new_passphrase(const KeyArguments& arguments) {
  if (!arguments.passphrase_file.empty()) return passphrase_in(arguments.passphrase_file);
  auto first = ask_passphrase({"Mật khẩu cho khóa mới", "Passphrase of the new key"});
  const auto again = ask_passphrase({"Nhập lại", "Once more"});
  if (first != again) return std::nullopt;
  return first;
}

std::string pin_for(const KeyArguments& arguments) {
  if (!arguments.passphrase_file.empty()) return passphrase_in(arguments.passphrase_file);
  return ask_passphrase({"Mã PIN của thẻ", "PIN of the token"});
}

int make_key(const NewKey& arguments) {
  if (names_token_key(arguments.key.file)) {
    const auto key = make_token_key(arguments.key.file, pin_for(arguments.key));
    fmt::print("{}\n", trust::to_hex(key));
    return kFine;
  }
  if (base::read_file_if_exists(arguments.key.file, kLargestKey)) {
    return refuse({fmt::format("{}: tệp đã có, không ghi đè khóa", arguments.key.file),
                   fmt::format("{}: exists; a key is not replaced", arguments.key.file)},
                  kProblems);
  }
  const auto passphrase = arguments.open ? std::string() : new_passphrase(arguments.key);
  if (!passphrase) return refuse({"hai lần nhập khác nhau", "the two differ"}, kProblems);
  if (passphrase->empty() && !arguments.open) {
    return refuse({"khóa cần mật khẩu (--passphrase-file), hoặc --open để ghi không mật khẩu",
                   "the key needs a passphrase (--passphrase-file), or --open to do without"},
                  kProblems);
  }
  const auto key = base::SigningKey::generate();
  base::replace_file(arguments.key.file, trust::write_key(key, *passphrase), 0600);
  fmt::print("{}\n", trust::to_hex(key.public_key));
  return kFine;
}

trust::PublicKey public_key_of(const std::string& text) {
  if (const auto key = trust::public_key_from(text)) return *key;
  if (names_token_key(text)) return token_public_key(text);
  base::Problems problems;
  const auto document = base::parse_document(base::read_file(text, kLargestKey), text);
  if (document.root) {
    base::Fields fields(*document.root, "", text, problems);
    if (const auto key = trust::public_key_from(fields.string("public", 64))) return *key;
  }
  throw base::BadInput({{base::Severity::error,
                         "bad-key",
                         {text},
                         "public",
                         {"không phải khóa: cần tệp khóa hoặc 64 chữ số thập lục phân",
                          "is no key: a key's file or 64 hexadecimal digits are needed"}}});
}

int show_key(const std::string& file, const std::string& witness) {
  const auto key = public_key_of(file);
  if (!witness.empty() && !trust::is_note_name(witness))
    return refuse({"--witness: không có dấu cách, không có dấu +", "--witness: no spaces, no plus"},
                  kUsage);
  fmt::print("{}\n",
             witness.empty() ? trust::to_hex(key) : to_text(trust::witness_key(witness, key)));
  return kFine;
}

}  // namespace

trust::Validity valid_for(int days) {
  const auto now = std::chrono::floor<std::chrono::seconds>(base::wall_now());
  return {now, now + days * std::chrono::hours{24}};
}

void add_office_folder(CLI::App& command, std::string& folder) {
  command.add_option("DIR", folder, Text{"thư mục của cơ quan", "the office's folder"}.shown())
      ->required();
}

void add_key_options(CLI::App& command, KeyArguments& arguments, const std::string& option) {
  command
      .add_option(option, arguments.file,
                  Text{"tệp khóa ký, hoặc khóa trên thẻ (pkcs11:…)",
                       "the signing key's file, or a token's key (pkcs11:...)"}
                      .shown())
      ->required()
      ->type_name("FILE");
  command
      .add_option(option + "-passphrase-file", arguments.passphrase_file,
                  Text{"tệp chứa mật khẩu của khóa; bỏ trống thì hỏi",
                       "a file with the key's passphrase; asked for if left out"}
                      .shown())
      ->type_name("FILE");
}

trust::Signer signer_of(const KeyArguments& arguments) {
  if (names_token_key(arguments.file)) return token_signer(arguments.file, pin_for(arguments));
  const auto text = base::read_file(arguments.file, kLargestKey);
  const auto given =
      arguments.passphrase_file.empty() ? "" : passphrase_in(arguments.passphrase_file);
  auto read = trust::read_key(text, arguments.file, given);
  if (read.needs_passphrase) {
    const auto typed = ask_passphrase({fmt::format("Mật khẩu của {}", arguments.file),
                                       fmt::format("Passphrase of {}", arguments.file)});
    read = trust::read_key(text, arguments.file, typed);
  }
  if (read.key) return *read.key;
  if (read.needs_passphrase) {
    read.problems.push_back({base::Severity::error,
                             "bad-passphrase",
                             {arguments.file},
                             "sealed",
                             {"khóa này cần mật khẩu", "this key needs its passphrase"}});
  }
  throw base::BadInput(std::move(read.problems));
}

trust::Role role_of(const std::vector<std::string>& keys, int threshold) {
  trust::Role role{{}, threshold};
  for (const auto& key : keys) role.keys.push_back(public_key_of(key));
  return role;
}

void add_key_commands(CLI::App& app, Action& chosen) {
  auto* group = app.add_subcommand("key", Text{"khóa ký lịch", "keys that sign weeks"}.shown());
  group->require_subcommand(1);
  auto made = std::make_shared<NewKey>();
  auto* make = group->add_subcommand(
      "new",
      Text{"tạo khóa mới, in khóa công khai", "make a key and print its public half"}.shown());
  make->add_option("FILE", made->key.file,
                   Text{"tệp khóa mới, hoặc chỗ trên thẻ (pkcs11:…)",
                        "the new key's file, or its place on a token"}
                       .shown())
      ->required();
  make->add_option("--passphrase-file", made->key.passphrase_file,
                   Text{"tệp chứa mật khẩu; bỏ trống thì hỏi",
                        "a file with the passphrase; asked for if left out"}
                       .shown());
  make->add_flag(
      "--open", made->open,
      Text{"không mật khẩu, cho máy tự ký", "no passphrase, for a machine that signs"}.shown());
  make->callback([&chosen, made] { chosen = [made] { return make_key(*made); }; });
  auto file = std::make_shared<std::string>();
  auto name = std::make_shared<std::string>();
  auto* show = group->add_subcommand(
      "show", Text{"in khóa công khai của một khóa", "print a key's public half"}.shown());
  show->add_option(
          "FILE", *file,
          Text{"tệp khóa, hoặc khóa trên thẻ (pkcs11:…)", "the key's file, or a token's key"}
              .shown())
      ->required();
  show->add_option("--witness", *name,
                   Text{"như centre.json và loa log verify cần: khóa của máy làm chứng tên này",
                        "as centre.json and loa log verify take it: the key of the witness of this "
                        "name"}
                       .shown())
      ->type_name("NAME");
  show->callback(
      [&chosen, file, name] { chosen = [file, name] { return show_key(*file, *name); }; });
}

}  // namespace loa::cli
