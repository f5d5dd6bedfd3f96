// The office's folder: everything that was signed, in the files that the commands of the office
// share.
//
//     1.root.json 2.root.json ...   the roots, from the first on
//     programmes/NAME.json          the newest programme of each name
//     snapshot.json timestamp.json  what belongs together, and that it is the newest
//     weeks/SHA256.json             the schedules that they name
#pragma once

#include <filesystem>

#include "trust/desk.h"

namespace loa::cli {

class Office {
 public:
  // Reads what is there; a folder that is missing is an empty one. Throws base::BadInput,
  // std::system_error. Blocks, as all of it.
  explicit Office(std::filesystem::path folder);

  trust::Records& records() { return records_; }

  // Each writes what was changed in the records.
  void save_root(std::size_t index) const;
  void save_programme(const std::string& name) const;
  void save_week(const std::string& week) const;
  void save_seal() const;

 private:
  std::filesystem::path root_file(std::size_t index) const;
  void read_roots();
  void read_programmes();
  void read_weeks();
  void write(const std::filesystem::path& file, const trust::Envelope& envelope) const;

  std::filesystem::path folder_;
  trust::Records records_;
};

}  // namespace loa::cli
