// Why a backup is not taken.
#include "cli/backup/refusal.h"

#include <fmt/format.h>

#include "base/problem.h"

namespace loa::backup {
namespace {

[[noreturn]] void refuse_with(const std::string& file, const char* code, const std::string& member,
                              base::Text message) {
  throw base::BadInput({{base::Severity::error, code, {file}, member, std::move(message)}});
}

}  // namespace

void refuse_foreign(const std::string& file) {
  refuse_with(file, "backup-foreign", "",
              {"không phải bản sao lưu của Loa", "this is no backup of Loa"});
}

void refuse_newer(const std::string& file, long version) {
  refuse_with(
      file, "backup-newer", "version",
      {fmt::format("bản sao lưu kiểu {} do Loa mới hơn làm; hãy cập nhật Loa trước", version),
       fmt::format("a backup of format {}, which a newer Loa has made; update Loa first",
                   version)});
}

void refuse_truncated(const std::string& file) {
  refuse_with(file, "backup-truncated", "",
              {"bản sao lưu bị cụt: chép lại tệp cho đủ",
               "the backup ends too early: copy the whole file again"});
}

void refuse_damaged(const std::string& file, const std::string& member) {
  refuse_with(file, "backup-damaged", member,
              {"bản sao lưu bị hỏng hoặc bị cụt: không lấy gì từ tệp này",
               "the backup is damaged or cut off: nothing is taken from it"});
}

void refuse_unsafe(const std::string& file, const std::string& member) {
  refuse_with(
      file, "backup-unsafe", member,
      {"bản sao lưu có mục không được phép", "the backup has a member that must not be there"});
}

void refuse_large(const std::string& file) {
  refuse_with(
      file, "backup-large", "",
      {"bản sao lưu có quá nhiều tệp hoặc quá lớn", "the backup has too many or too large files"});
}

}  // namespace loa::backup
