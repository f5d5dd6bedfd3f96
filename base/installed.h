// Where Loa's own helper programs are.
#pragma once

#include <filesystem>
#include <string>

namespace loa::base {

// `program` ("loa-decoder") beside the running program, or in ../libexec/loa of it, or else where
// the packages put it, whether or not it is there. Looks at the file system; does not throw.
std::filesystem::path installed(const std::string& program);

}  // namespace loa::base
