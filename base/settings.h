// What the configuration files of the programs have in common: JSON with comments, paths beside the
// file, a time zone.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "base/fields.h"

namespace loa::base {

// Largest configuration file, in bytes.
inline constexpr std::size_t kMaxSettings = 256UL * 1024;

// Hands the members of the document `text` to `read`, which calls finish(). Throws BadInput with
// everything that is wrong, by the document's own form or by `read`. `file` names places. No I/O.
void read_settings(std::string_view text, const std::string& file,
                   const std::function<void(Fields&)>& read);

// `path`, where it is relative, from the folder of `file`.
std::filesystem::path beside(const std::string& file, const std::filesystem::path& path);

// The member "zone", a name of the time zone data (which this reads); Vietnam's unless told.
std::string read_zone(Fields& fields);

}  // namespace loa::base
