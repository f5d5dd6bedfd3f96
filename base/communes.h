// Which commune a station is in: the codes of the administrative units (Bảng danh mục và mã số các
// đơn vị hành chính Việt Nam), as data.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace loa::base {

struct Commune {
  std::string code;      // five digits
  std::string name;      // "Phường Ba Đình"
  std::string province;  // "Thành phố Hà Nội"
  friend bool operator==(const Commune&, const Commune&) = default;
};

// Whether it has the form of a commune's code: five digits.
bool is_commune_code(std::string_view text);

class Communes {
 public:
  static constexpr std::size_t kMost = 20000;  // rows
  // Beside the configuration it goes before Loa's own list.
  static constexpr auto kFile = "communes.csv";

  // CSV in UTF-8 (RFC 4180), its first line code,name,province; more columns may follow. `file`
  // names places. Throws base::BadInput with everything that is wrong. No I/O.
  static Communes read(std::string_view csv, const std::string& file);
  // The office's file beside the configuration file where there is one, else the list that the
  // program carries (base/communes, docs/cai-dat.md says where it comes from). Blocks on the
  // disk; throws as read() does, and std::system_error.
  static Communes beside(const std::filesystem::path& config);

  const std::vector<Commune>& all() const { return all_; }  // by code
  // Null if there is none.
  const Commune* find(std::string_view code) const;
  // Those whose code begins with `words`, or whose name and province have all of them, with or
  // without marks ("phu van ninh binh"), `most` at most: first those whose name ends so, then those
  // that have the words whole.
  std::vector<Commune> like(std::string_view words, std::size_t most) const;

 private:
  std::vector<Commune> all_;
  std::vector<std::string> folded_;  // name and province of each, in plain small letters
};

}  // namespace loa::base
