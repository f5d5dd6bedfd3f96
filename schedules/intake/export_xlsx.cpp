#include "schedules/intake/export_xlsx.h"

#include <fcntl.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <system_error>

#include "base/files.h"
#include "schedules/intake/export_week.h"
#include "schedules/intake/export_xlsx_sheets.h"

namespace loa::schedules::intake {
namespace {

constexpr std::size_t kMostBytes = 64U << 20;

// libxlsxwriter writes to a path only.
class TemporaryFile {
 public:
  TemporaryFile() : path_((std::filesystem::temp_directory_path() / "loa-XXXXXX").string()) {
    const int fd = ::mkstemp(path_.data());
    if (fd < 0) throw std::system_error(errno, std::generic_category(), path_);
    ::close(fd);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() { ::unlink(path_.c_str()); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

void set_properties(lxw_workbook* book, const WeeklySchedule& week, date::local_days monday) {
  std::string title = week.title.empty() ? week.id : week.title;
  std::string heading = week_heading(monday);
  std::string author = "Loa";
  lxw_doc_properties properties{};
  properties.title = title.data();
  properties.subject = heading.data();
  properties.author = author.data();
  // Not the time of writing: the same week gives the same bytes.
  properties.created =
      static_cast<std::time_t>(date::local_seconds(monday).time_since_epoch().count());
  workbook_set_properties(book, &properties);
}

}  // namespace

std::string export_xlsx(const WeeklySchedule& week, date::local_days monday) {
  const TemporaryFile file;
  lxw_workbook* book = workbook_new(file.path().c_str());
  if (book == nullptr) throw std::runtime_error("cannot make a workbook");
  set_properties(book, week, monday);
  const auto slots = slots_of_week(week, monday);
  XlsxSheets sheets(book, week, monday);
  sheets.add(slots);
  if (const auto fault = workbook_close(book); fault != LXW_NO_ERROR) {
    throw std::runtime_error(std::string("cannot write a workbook: ") + lxw_strerror(fault));
  }
  return base::read_file(file.path(), kMostBytes);
}

}  // namespace loa::schedules::intake
