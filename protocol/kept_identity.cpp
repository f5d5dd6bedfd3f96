#include "protocol/kept_identity.h"

#include <algorithm>
#include <stdexcept>

#include "base/files.h"
#include "base/log_event.h"

namespace loa::protocol {
namespace {

constexpr std::size_t kLargestIdentity = 64UL * 1024;
constexpr std::string_view kKeyBegins = "-----BEGIN PRIVATE KEY-----";
// Apple's systems take no longer ones (825 days).
constexpr std::chrono::hours kServerLife{24 * 730};
// Clocks are not quite alike.
constexpr std::chrono::hours kBefore{24};

std::optional<TlsIdentity> read_if_sound(const std::filesystem::path& file) {
  try {
    return read_identity(file);
  } catch (const std::runtime_error& damaged) {
    base::log_event(base::LogLevel::warning, "certificate-damaged", {{"error", damaged.what()}});
    return std::nullopt;
  }
}

bool still_right(const TlsIdentity& identity, const std::vector<std::string>& hosts,
                 const std::string& issuers, base::Wall now) {
  const auto facts = read_certificate(identity.certificates);
  return facts && facts->hosts == hosts && identity.certificates.ends_with(issuers) &&
         facts->validity.from <= now && now + kServerLife / 3 < facts->validity.until;
}

}  // namespace

std::optional<TlsIdentity> read_identity(const std::filesystem::path& file) {
  const auto text = base::read_file_if_exists(file, kLargestIdentity);
  if (!text) return std::nullopt;
  const auto at = text->find(kKeyBegins);
  if (at == std::string::npos || !read_certificate(*text))
    throw std::runtime_error(file.string() + ": no certificate and key");
  return TlsIdentity{text->substr(0, at), text->substr(at)};
}

void write_identity(const std::filesystem::path& file, const TlsIdentity& identity) {
  base::replace_file(file, identity.certificates + identity.key, 0600);
}

TlsIdentity server_identity(const std::filesystem::path& file,
                            const std::vector<std::string>& hosts, const std::string& issuers,
                            base::Wall now, const MakeServer& make) {
  if (auto kept = read_if_sound(file); kept && still_right(*kept, hosts, issuers, now))
    return std::move(*kept);
  auto made = make(hosts, {now - kBefore, now + kServerLife});
  write_identity(file, made);
  return made;
}

std::vector<std::string> server_hosts(const std::string& address,
                                      const std::vector<std::string>& names) {
  std::vector<std::string> hosts{"localhost", "127.0.0.1", "::1"};
  const bool any = address == "0.0.0.0" || address == "::";
  if (!any) hosts.push_back(address);
  hosts.insert(hosts.end(), names.begin(), names.end());
  std::vector<std::string> once;
  for (auto& host : hosts)
    if (std::find(once.begin(), once.end(), host) == once.end()) once.push_back(std::move(host));
  return once;
}

}  // namespace loa::protocol
