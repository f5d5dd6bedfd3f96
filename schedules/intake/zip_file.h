// The members of a zip file that is held in memory, with the guards that a file from outside needs.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>

struct zip;  // libzip's

namespace loa::schedules::intake {

// Members are found without regard to upper and lower case (ASCII), as Office does.
class ZipFile {
 public:
  // `bytes` must outlive the object. Throws Refused: damaged, more than 2,000 members, names that
  // leave the archive, two members of one name, a member behind a password.
  explicit ZipFile(std::string_view bytes);

  bool has(std::string_view name) const;

  // The member's bytes. What was read is counted, not what a header says: throws Refused for a
  // member that is missing, damaged, or swells more than 250 times beyond 1 MB, and when all that
  // was read from this file goes beyond kMostUnpackedBytes.
  std::string read(std::string_view name);

 private:
  struct Close {
    void operator()(zip* archive) const;
  };
  void list_members();
  void add_member(std::size_t index);

  std::unique_ptr<zip, Close> archive_;
  std::map<std::string, std::size_t, std::less<>> index_of_;  // by name in lower case
  std::size_t unpacked_ = 0;
};

}  // namespace loa::schedules::intake
