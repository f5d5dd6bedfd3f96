// Where the members of a backup belong on a machine.
#include "cli/backup/places.h"

#include <string_view>

#include "base/communes.h"
#include "base/folder_swap.h"
#include "daemon/named_files.h"

namespace loa::backup {
namespace {

const char* member_of(std::string_view key) {
  if (key == "trust") return kTrustMember;
  if (key == "policy") return kPolicyMember;
  return key == "commandOtp" ? kOtpMember : kAbbreviationsMember;
}

}  // namespace

std::vector<OutsideFile> outside_files(const daemon::Config& config,
                                       const std::filesystem::path& config_file) {
  std::vector<OutsideFile> files;
  for (const auto& named : daemon::named_files(config)) {
    const auto* member = member_of(named.key);
    files.push_back({member, named.path, true, member == kOtpMember});
  }
  files.push_back({kCommunesMember, config_file.parent_path() / base::Communes::kFile, false});
  files.push_back({kConfigMember, config_file});
  return files;
}

bool media_in_state(const daemon::Config& config) {
  const auto relative =
      config.media.lexically_normal().lexically_relative((config.state / "").lexically_normal());
  return !relative.empty() && *relative.begin() != "..";
}

bool stays_behind(const std::string& first_part) {
  return first_part == "lock" || first_part == "cache" || first_part == "fetched" ||
         first_part == "accepted-config.json" || first_part == "owner-token" ||
         base::belongs_to_swap(first_part) || first_part.ends_with(".new") ||
         first_part.ends_with(".part") || first_part.find(".damaged-") != std::string::npos;
}

bool belongs_to_identity(const std::string& first_part, bool has_office) {
  // Those who may come in at one station are strangers at another.
  if (first_part == "identity.json" || first_part == "people.json") return true;
  if (first_part.starts_with("journal.db")) return true;
  return !has_office && (first_part == "trust.json" || first_part.starts_with("programme"));
}

}  // namespace loa::backup
