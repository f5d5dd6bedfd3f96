// loa-centre verify: looks through the record in the centre's database, also while the centre runs.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>

#include "centre/config.h"

namespace loa::centre {

struct VerifyArguments {
  std::string station;         // "": all
  std::string from, to;        // days in the centre's zone, both within; "": no end to it
  std::filesystem::path head;  // of the log, as GET /log/checkpoint gave it once; empty: none
  bool json = false;
};

// Tells what is wrong, if anything, in the user's language or as JSON. False where something is.
// Blocks; throws base::BadInput for arguments, std::runtime_error, std::system_error, SqlError.
bool verify_record(const Config& config, const VerifyArguments& arguments, std::ostream& out);

}  // namespace loa::centre
