// What is in the files that the configuration names (named_files.h). All of it blocks on the disk
// and throws base::BadInput where a file is wrong, std::system_error where it cannot be read.
#pragma once

#include <memory>
#include <optional>

#include "audio/media.h"
#include "daemon/named_files.h"
#include "schedules/policy.h"
#include "trust/bundle.h"
#include "trust/otp.h"

namespace loa::daemon {

// The office's first root; nothing for a station that signs for itself.
std::optional<trust::Envelope> root_of(const Config& config);
// A preset is no file, and there all the same.
std::shared_ptr<const schedules::Policy> policy_of(const Config& config);
// Empty without a file of them.
trust::OtpSecrets otp_of(const Config& config);
// Null without a list of the station's own.
std::shared_ptr<const audio::speech::Abbreviations> abbreviations_of(const Config& config);

// Whether the station can start by what the file holds. Does not throw.
bool is_usable(const NamedFile& file, const Config& config);

}  // namespace loa::daemon
