// Why a backup is not taken: base::BadInput with a stable code, naming the file and the member.
#pragma once

#include <string>
#include <string_view>

namespace loa::backup {

// The first member and the last.
inline constexpr std::string_view kHeader = "loa-backup.json";
inline constexpr std::string_view kManifest = "manifest.json";

[[noreturn]] void refuse_foreign(const std::string& file);
[[noreturn]] void refuse_newer(const std::string& file, long version);
[[noreturn]] void refuse_truncated(const std::string& file);
[[noreturn]] void refuse_damaged(const std::string& file, const std::string& member = "");
[[noreturn]] void refuse_unsafe(const std::string& file, const std::string& member);
[[noreturn]] void refuse_large(const std::string& file);

}  // namespace loa::backup
