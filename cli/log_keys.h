// Keys of logs and of their witnesses, as a user gives them: the key itself, or a file that holds
// it. All throw base::BadInput for anything else.
#pragma once

#include <string>
#include <vector>

#include "trust/signed_note.h"

namespace loa::cli {

// `option` is named where it is none.
trust::LogKey centre_key_given(const std::string& given, const std::string& option);
// Different ones, none of them the log's own.
std::vector<trust::LogKey> witness_keys_given(const std::vector<std::string>& given,
                                              const trust::LogKey& log);

}  // namespace loa::cli
