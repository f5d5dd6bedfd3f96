// A server's certificate and key, kept in one file of mode 0600: those who have accepted it once
// are not asked again after each start.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "protocol/certificate.h"
#include "protocol/tls.h"

namespace loa::protocol {

// Nothing if there is no such file. Blocks; throws std::system_error, and std::runtime_error with
// the file's name where it holds no certificate and key.
std::optional<TlsIdentity> read_identity(const std::filesystem::path& file);
// Durable. Throws std::system_error.
void write_identity(const std::filesystem::path& file, const TlsIdentity& identity);

using MakeServer =
    std::function<TlsIdentity(const std::vector<std::string>& hosts, const Validity& validity)>;
// The identity in `file` as long as it stands for just `hosts`, is of the same issuers (`issuers`,
// PEM,
// "" for its own) and has more than a third of its life before it; else one that `make` makes, for
// two years, and which is kept. Blocks; throws what `make` does, and std::system_error. A damaged
// file is replaced.
TlsIdentity server_identity(const std::filesystem::path& file,
                            const std::vector<std::string>& hosts, const std::string& issuers,
                            base::Wall now, const MakeServer& make);

// Under which names and addresses a server that listens on `address` is reached, `names` among
// them.
std::vector<std::string> server_hosts(const std::string& address,
                                      const std::vector<std::string>& names);

}  // namespace loa::protocol
