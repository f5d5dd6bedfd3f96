// Runs the real program `loa`, as a shell would.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace loa::cli::testing {

struct Ran {
  int code = -1;  // 128 + n if signal n ended it
  std::string out;
  std::string err;
};

// `loa ARGUMENTS...` in English unless `environment` says otherwise. Waits for its end.
Ran run_loa(const std::vector<std::string>& arguments,
            const std::map<std::string, std::string>& environment = {{"LOA_LANG", "en"}});

// A folder of the test's own with files in it; deleted with the object.
class Folder {
 public:
  Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder();
  // Writes a file and gives its path.
  std::string file(const std::string& name, const std::string& content) const;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace loa::cli::testing
