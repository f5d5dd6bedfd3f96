#include "centre/admin_key.h"

#include "base/crypto.h"
#include "base/files.h"

namespace loa::centre {
namespace {

constexpr std::size_t kMaxBytes = 4096;
constexpr std::size_t kAdminKeyBytes = 32;

}  // namespace

std::optional<std::string> existing_admin_key(const std::filesystem::path& state) {
  auto key = base::read_file_if_exists(state / "admin.key", kMaxBytes);
  if (!key || key->size() != 2 * kAdminKeyBytes) return std::nullopt;
  return key;
}

std::string admin_key(const std::filesystem::path& state) {
  if (const auto key = existing_admin_key(state)) return *key;
  auto key = base::random_hex(kAdminKeyBytes);
  base::replace_file(state / "admin.key", key, 0600);
  return key;
}

void note_origin(const std::filesystem::path& state, const std::string& origin) {
  base::replace_file(state / "origin", origin);
}

std::optional<std::string> noted_origin(const std::filesystem::path& state) {
  return base::read_file_if_exists(state / "origin", kMaxBytes);
}

}  // namespace loa::centre
