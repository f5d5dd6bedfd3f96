#include "daemon/named_readers.h"

#include <algorithm>
#include <string_view>
#include <system_error>

#include "daemon/week_trust.h"
#include "schedules/policy_file.h"

namespace loa::daemon {
namespace {

struct Read {
  std::string text;
  std::string path;  // for places
};

std::optional<Read> read_named(const Config& config, std::string_view key) {
  const auto files = named_files(config);
  const auto file = std::ranges::find(files, key, [](const auto& each) { return each.key; });
  if (file == files.end()) return std::nullopt;
  return Read{text_of(*file, config), file->path.string()};
}

}  // namespace

std::optional<trust::Envelope> root_of(const Config& config) {
  const auto read = read_named(config, "trust");
  if (!read) return std::nullopt;
  return read_first_root(read->text, read->path);
}

std::shared_ptr<const schedules::Policy> policy_of(const Config& config) {
  const auto read = read_named(config, "policy");
  auto found = read ? schedules::read_policy(read->text, read->path)
                    : schedules::policy_named(config.policy);
  if (!found.policy) throw base::BadInput(std::move(found.problems));
  return std::move(found.policy);
}

trust::OtpSecrets otp_of(const Config& config) {
  const auto read = read_named(config, "commandOtp");
  if (!read) return {};
  base::Problems problems;
  auto secrets = trust::read_otp_secrets(read->text, read->path, problems);
  if (!secrets) throw base::BadInput(std::move(problems));
  return std::move(*secrets);
}

std::shared_ptr<const audio::speech::Abbreviations> abbreviations_of(const Config& config) {
  const auto read = read_named(config, "speech.abbreviations");
  return read ? audio::abbreviations_in(read->text, read->path) : nullptr;
}

bool is_usable(const NamedFile& file, const Config& config) {
  const std::string_view key = file.key;
  try {
    if (key == "trust") root_of(config);
    if (key == "policy") policy_of(config);
    if (key == "commandOtp") otp_of(config);
    if (key == "speech.abbreviations") abbreviations_of(config);
    return true;
  } catch (const base::BadInput&) {
    return false;
  } catch (const std::system_error&) {
    return false;
  }
}

}  // namespace loa::daemon
