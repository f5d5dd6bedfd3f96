// Brings the answers of a first start into the station's configuration file: the one way, for
// `loa setup` and for the station's page.
#pragma once

#include <filesystem>
#include <optional>

#include "daemon/config.h"
#include "daemon/named_files.h"
#include "daemon/setup_answers.h"

namespace loa::daemon {

// Writes the file with the answers in it, durably; what was there is kept as FILE.previous. What
// would come of it, or nothing where nothing changes. Of the files that were brought, those that
// it names are put in their place before it. Throws base::BadInput where the station would not take
// it, could not listen where it says or not read a file that it names, with nothing changed; and
// std::system_error where the disk refuses, with the configuration as it was. Blocks on the disk.
std::optional<Config> take_answers(const std::filesystem::path& file, const SetupAnswers& answers,
                                   const BroughtFiles& brought = {});

// Why the file could not be written by this process; nothing if it could. Writes nothing.
std::optional<base::Text> fault_of_writing(const std::filesystem::path& file);

}  // namespace loa::daemon
