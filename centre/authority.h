// The centre's own authority: what it signs, stations believe, and what it has signed for a
// station, the centre lets in.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/crypto.h"
#include "base/time.h"
#include "protocol/tls.h"

namespace loa::centre {

// One thread. Every call blocks for a signature, and those that read or write files for the disk.
class Authority {
 public:
  // Reads STATE/authority.pem (mode 0600), or makes it where it is missing. Throws
  // std::system_error, and std::runtime_error, in the user's language, where the file is damaged:
  // another authority would be believed by no station.
  Authority(std::filesystem::path state, base::Wall now);

  const std::string& certificate() const { return identity_.certificates; }  // PEM
  base::Sha256 pin() const { return pin_; }
  // For the centre's own server (STATE/server.pem).
  protocol::TlsIdentity server(const std::vector<std::string>& hosts, base::Wall now) const;
  // For a station and its Ed25519 key (32 bytes). PEM.
  std::string certify(const std::string& station, std::string_view public_key,
                      base::Wall now) const;

 private:
  std::filesystem::path state_;
  protocol::TlsIdentity identity_;
  base::Sha256 pin_{};
};

}  // namespace loa::centre
