// The groups of commands of the office that signs; each is in a file of its own.
#pragma once

#include <string>
#include <vector>

#include "base/language.h"
#include "cli/commands.h"
#include "trust/desk.h"

namespace loa::cli {

void add_otp_commands(CLI::App& app, Action& chosen);        // otp new
void add_key_commands(CLI::App& app, Action& chosen);        // key new, key show
void add_root_commands(CLI::App& app, Action& chosen);       // root new, root sign
void add_programme_commands(CLI::App& app, Action& chosen);  // sign-programme, delegate, bundle
void add_verify_bundle(CLI::App& app, Action& chosen);       // verify

// From now on, by this machine's clock.
trust::Validity valid_for(int days);

// The argument that names the office's folder (cli/office.h).
void add_office_folder(CLI::App& command, std::string& folder);

// The option that names a key, with --passphrase-file.
struct KeyArguments {
  std::string file;  // or the URI of a token's key (cli/token.h)
  std::string passphrase_file;
};
void add_key_options(CLI::App& command, KeyArguments& arguments,
                     const std::string& option = "--key");
// Asks for the passphrase, or a token's PIN, on the terminal where one is needed and none is given.
// Throws base::BadInput with everything that is wrong, std::system_error.
trust::Signer signer_of(const KeyArguments& arguments);

// Public keys as a user gives them: 64 hexadecimal digits, the file of a key, or a token's URI.
// Throws base::BadInput.
trust::Role role_of(const std::vector<std::string>& keys, int threshold);

}  // namespace loa::cli
