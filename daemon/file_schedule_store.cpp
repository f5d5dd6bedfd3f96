#include "daemon/file_schedule_store.h"

#include <fmt/format.h>

#include "base/files.h"

namespace loa::daemon {
namespace {

namespace fs = std::filesystem;

constexpr auto kCurrent = "programme.json";
constexpr auto kPending = "programme-next.json";
constexpr auto kLast = "programme-last.json";

}  // namespace

FileScheduleStore::FileScheduleStore(fs::path folder, const WeekTrust& trust, StartKeeper* starts)
    : folder_(std::move(folder)), trust_(trust), starts_(starts) {
  fs::create_directories(folder_);
  if (safe_mode() == SafeMode::no_week) return;
  if (safe_mode() == SafeMode::last_week) {
    // Where there is none, it may not have been the week's fault.
    current_ = read(kLast);
    if (!current_) current_ = read(kCurrent);
    return;
  }
  pending_ = read(kPending);
  current_ = read(kCurrent);
  if (!current_) current_ = read(kLast);
}

void FileScheduleStore::set_pending(std::shared_ptr<const schedules::WeeklySchedule> schedule) {
  base::replace_file(folder_ / kPending, schedule->warrant.bundle);
  pending_ = std::move(schedule);
  if (starts_) starts_->new_week();
}

// In this order a power cut at any place leaves a pending schedule that is activated again, or
// none.
void FileScheduleStore::activate() {
  if (!pending_) return;
  if (current_) base::replace_file(folder_ / kLast, current_->warrant.bundle);
  base::replace_file(folder_ / kCurrent, pending_->warrant.bundle);
  fs::remove(folder_ / kPending);
  current_ = std::move(pending_);
  pending_ = nullptr;
}

std::shared_ptr<const schedules::WeeklySchedule> FileScheduleStore::read(const std::string& name) {
  const auto path = folder_ / name;
  std::optional<std::string> text;
  try {
    text = base::read_file_if_exists(path, trust::kLargestBundle);
  } catch (const std::system_error& error) {
    if (error.code() != std::errc::file_too_large) throw;
    put_aside(path);
    return nullptr;
  }
  if (!text) return nullptr;
  auto read = trust_.recall(*text, name);
  if (!read.schedule) put_aside(path);
  return read.schedule;
}

void FileScheduleStore::put_aside(const fs::path& path) {
  const auto aside = base::put_aside(path);
  const auto was = path.filename().string();
  const auto now = aside.filename().string();
  base::Problem problem;
  problem.code = "schedule-damaged";
  problem.place.file = was;
  problem.message = {
      fmt::format("tệp lịch bị hỏng hoặc không còn đúng chữ ký, đã cất thành {}; hãy nạp lại lịch",
                  now),
      fmt::format("the schedule file is damaged or not as it was signed; it was put aside as {}; "
                  "load the schedule again",
                  now)};
  damaged_.push_back(std::move(problem));
}

}  // namespace loa::daemon
