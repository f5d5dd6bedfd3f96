#include "daemon/file_schedule_store.h"

#include <fmt/format.h>

#include "base/files.h"
#include "schedules/read.h"

namespace loa::daemon {
namespace {

namespace fs = std::filesystem;

constexpr auto kCurrent = "schedule.json";
constexpr auto kPending = "schedule-next.json";
constexpr auto kLast = "schedule-last.json";
constexpr std::size_t kMaxScheduleBytes = 8UL * 1024 * 1024;

fs::path free_name_beside(const fs::path& path) {
  for (int n = 1;; ++n) {
    fs::path name = path.string() + ".damaged-" + std::to_string(n);
    if (!fs::exists(name)) return name;
  }
}

}  // namespace

FileScheduleStore::FileScheduleStore(fs::path folder) : folder_(std::move(folder)) {
  fs::create_directories(folder_);
  pending_ = read(kPending);
  current_ = read(kCurrent);
  if (!current_) current_ = read(kLast);
}

void FileScheduleStore::set_pending(std::shared_ptr<const schedules::WeeklySchedule> schedule) {
  base::replace_file(folder_ / kPending, schedules::write_schedule(*schedule));
  pending_ = std::move(schedule);
}

// In this order a power cut at any place leaves a pending schedule that is activated again, or
// none.
void FileScheduleStore::activate() {
  if (!pending_) return;
  if (current_) base::replace_file(folder_ / kLast, schedules::write_schedule(*current_));
  base::replace_file(folder_ / kCurrent, schedules::write_schedule(*pending_));
  fs::remove(folder_ / kPending);
  current_ = std::move(pending_);
  pending_ = nullptr;
}

std::shared_ptr<const schedules::WeeklySchedule> FileScheduleStore::read(const std::string& name) {
  const auto path = folder_ / name;
  std::optional<std::string> text;
  try {
    text = base::read_file_if_exists(path, kMaxScheduleBytes);
  } catch (const std::system_error& error) {
    if (error.code() != std::errc::file_too_large) throw;
    put_aside(path);
    return nullptr;
  }
  if (!text) return nullptr;
  auto read = schedules::read_schedule(*text, name);
  if (!read.schedule) put_aside(path);
  return read.schedule;
}

void FileScheduleStore::put_aside(const fs::path& path) {
  const auto aside = free_name_beside(path);
  fs::rename(path, aside);
  const auto was = path.filename().string();
  const auto now = aside.filename().string();
  base::Problem problem;
  problem.code = "schedule-damaged";
  problem.place.file = was;
  problem.message = {fmt::format("tệp lịch bị hỏng, đã cất thành {}; hãy nạp lại lịch", now),
                     fmt::format("the schedule file is damaged and was put aside as {}; "
                                 "load the schedule again",
                                 now)};
  damaged_.push_back(std::move(problem));
}

}  // namespace loa::daemon
