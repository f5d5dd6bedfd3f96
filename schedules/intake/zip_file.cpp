#include "schedules/intake/zip_file.h"

#include <fmt/format.h>
#include <zip.h>

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "schedules/intake/refused.h"
#include "schedules/intake/rows.h"

namespace loa::schedules::intake {
namespace {

constexpr std::size_t kMostMembers = 2000;
constexpr std::size_t kSwellingFrom = 1U << 20;
constexpr std::size_t kMostSwelling = 250;

// Nothing is ever written under a member's name, but no program makes such a file by itself.
bool leaves_the_archive(std::string_view name) {
  return name.starts_with('/') || name.starts_with("../") || name.ends_with("/..") ||
         name == ".." || name.find("/../") != name.npos || name.find('\\') != name.npos;
}

Refused damaged_archive() {
  return {"zip-damaged",
          {"tệp bị hỏng hoặc chưa tải xong: hãy chép lại tệp, hoặc mở bằng Excel/Word rồi lưu lại",
           "the file is damaged or incomplete: copy it again, or open and save it in Excel/Word"}};
}

Refused swells() {
  return {"zip-bomb",
          {"tệp nén bung ra quá lớn so với tệp thật nên không được mở (giới hạn 64 MB)",
           "the packed file swells beyond all measure and is not opened (limit 64 MB)"}};
}

Refused odd_member(std::string_view name) {
  return {"zip-names",
          {fmt::format("tệp nén có tên bên trong không hợp lệ: “{}”", name),
           fmt::format("the packed file holds a name that is not allowed: \"{}\"", name)}};
}

Refused needs_password() {
  return {"password",
          {"tệp được bảo vệ bằng mật khẩu: hãy mở bằng Excel hoặc Word, bỏ mật khẩu rồi lưu lại",
           "the file is protected by a password: open it in Excel or Word, remove the password "
           "and save it"}};
}

}  // namespace

void ZipFile::Close::operator()(zip* archive) const { zip_discard(archive); }

ZipFile::ZipFile(std::string_view bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (source == nullptr) throw damaged_archive();
  archive_.reset(zip_open_from_source(source, ZIP_RDONLY, &error));
  zip_error_fini(&error);
  if (!archive_) {
    zip_source_free(source);
    throw damaged_archive();
  }
  list_members();
}

void ZipFile::list_members() {
  const auto count = zip_get_num_entries(archive_.get(), 0);
  if (count < 0 || static_cast<std::size_t>(count) > kMostMembers) throw swells();
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) add_member(i);
}

void ZipFile::add_member(std::size_t index) {
  const char* name = zip_get_name(archive_.get(), index, ZIP_FL_ENC_RAW);
  if (name == nullptr) throw damaged_archive();
  if (leaves_the_archive(name)) throw odd_member(name);
  zip_stat_t stat;
  if (zip_stat_index(archive_.get(), index, 0, &stat) != 0) throw damaged_archive();
  if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE) {
    throw needs_password();
  }
  if (!index_of_.emplace(base::in_small_letters(name), index).second) throw odd_member(name);
}

bool ZipFile::has(std::string_view name) const {
  return index_of_.contains(base::in_small_letters(name));
}

std::string ZipFile::read(std::string_view name) {
  const auto found = index_of_.find(base::in_small_letters(name));
  if (found == index_of_.end()) throw damaged_archive();
  zip_stat_t stat;
  if (zip_stat_index(archive_.get(), found->second, 0, &stat) != 0) throw damaged_archive();
  const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> member(
      zip_fopen_index(archive_.get(), found->second, 0), zip_fclose);
  if (!member) throw damaged_archive();
  const auto packed = std::max<std::uint64_t>(stat.comp_size, 1);
  std::string result;
  std::array<char, 1U << 16> part;
  while (true) {
    const auto got = zip_fread(member.get(), part.data(), part.size());
    if (got < 0) throw damaged_archive();
    if (got == 0) return result;
    result.append(part.data(), static_cast<std::size_t>(got));
    unpacked_ += static_cast<std::size_t>(got);
    const bool swollen = result.size() > kSwellingFrom && result.size() / packed > kMostSwelling;
    if (swollen || unpacked_ > kMostUnpackedBytes) throw swells();
  }
}

}  // namespace loa::schedules::intake
