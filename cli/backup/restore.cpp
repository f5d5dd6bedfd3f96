// Puts a backup in place: checked, unpacked beside, and then moved in.
#include "cli/backup/restore.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>

#include "base/descriptor_io.h"
#include "base/files.h"
#include "base/folder_swap.h"
#include "cli/backup/places.h"
#include "cli/backup/refusal.h"
#include "journal/epochs.h"
#include "journal/restored.h"

namespace loa::backup {
namespace {

namespace fs = std::filesystem;

// For the journal's log and the week to come.
constexpr std::uint64_t kSpare = 64UL * 1024 * 1024;

[[noreturn]] void refuse_restore(const fs::path& file, const char* code, base::Text message) {
  throw base::BadInput({{base::Severity::error, code, {file.string()}, "", std::move(message)}});
}

void need_clock(const fs::path& file, const Header& header, base::Wall now) {
  if (now >= header.created) return;
  const auto created = base::to_rfc3339(header.created);
  refuse_restore(
      file, "restore-clock",
      {fmt::format("đồng hồ máy này chậm hơn lúc sao lưu ({}): chỉnh giờ trước", created),
       fmt::format("this machine's clock is behind the backup ({}): set it first", created)});
}

void need_room(const fs::path& file, const fs::path& folder, std::uint64_t bytes) {
  const auto space = fs::space(folder);
  if (space.available >= bytes + kSpare) return;
  refuse_restore(file, "restore-space",
                 {fmt::format("ổ chứa {} cần trống {} MB, chỉ còn {} MB", folder.string(),
                              (bytes + kSpare) >> 20U, space.available >> 20U),
                  fmt::format("the disk of {} needs {} MB free and has {} MB", folder.string(),
                              (bytes + kSpare) >> 20U, space.available >> 20U)});
}

// Found out after the point of no return, it would leave a half.
void need_right_to(const fs::path& folder) {
  if (!fs::exists(folder) || ::access(folder.c_str(), W_OK | X_OK) == 0) return;
  throw std::system_error(errno, std::generic_category(), folder.string());
}

base::FolderLock hold(const fs::path& state) {
  auto lock = base::FolderLock::take(state);
  if (lock) return std::move(*lock);
  refuse_restore(state, "restore-running",
                 {"loa-station đang chạy ở thư mục này: dừng nó trước (systemctl stop loa-station)",
                  "loa-station works in this folder: stop it first (systemctl stop loa-station)"});
}

// A configuration that names a file which the backup does not have was put together by hand.
void need_members(const Contents& contents, const std::vector<OutsideFile>& outside,
                  const std::string& file) {
  for (const auto& one : outside) {
    const bool wanted = one.needed && (contents.header.identity || !one.of_identity);
    if (wanted && contents.find(one.member) == nullptr) refuse_damaged(file, one.member);
  }
  for (const auto& member : contents.members) {
    const auto& name = member.head.name;
    if (!name.starts_with("state/")) continue;
    const auto first = name.substr(6, name.find('/', 6) - 6);
    if (stays_behind(first)) refuse_unsafe(file, name);
  }
}

// Secrets that do not come along are another station's: this one has its own, or cannot start.
void need_own_secrets(const Contents& contents, const std::vector<OutsideFile>& outside) {
  for (const auto& one : outside) {
    if (!one.of_identity || contents.header.identity || fs::exists(one.path)) continue;
    refuse_restore(one.path, "restore-secrets",
                   {"bản sao lưu này không kèm mã bí mật của người chỉ huy, mà cấu hình trong đó "
                    "cần (commandOtp): đặt tệp này ở đây trước (loa otp)",
                    "this backup comes without the commanders' secrets, which its configuration "
                    "needs (commandOtp): put this file there first (loa otp)"});
  }
}

// A file that is written piece by piece and synced.
class Unpacked {
 public:
  Unpacked(const fs::path& path, const MemberHead& head) : path_(path), head_(head) {
    fs::create_directories(path.parent_path());
    fd_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, head.mode);
    if (fd_ < 0) fail();
  }
  Unpacked(const Unpacked&) = delete;
  Unpacked& operator=(const Unpacked&) = delete;
  ~Unpacked() {
    if (fd_ >= 0) ::close(fd_);
  }
  void write(std::string_view bytes) const { base::write_all(fd_, bytes, path_.string()); }
  // The station knows its media by their time, and need not decode them all again.
  void finish() const {
    const auto time = modified_time(head_);
    const timespec both[2] = {time, time};
    const bool fine = ::fchmod(fd_, head_.mode) == 0 && ::futimens(fd_, both) == 0;
    if (!fine || ::fsync(fd_) != 0) fail();
  }

 private:
  [[noreturn]] void fail() const {
    throw std::system_error(errno, std::generic_category(), path_.string());
  }
  fs::path path_;
  MemberHead head_;
  int fd_ = -1;
};

// Root unpacks for the user whose folder it is.
void give_to_owner_of(const fs::path& folder, const fs::path& tree) {
  struct stat about {};
  if (::geteuid() != 0 || ::stat(folder.c_str(), &about) != 0) return;
  for (const auto& entry : fs::recursive_directory_iterator(tree)) {
    if (::lchown(entry.path().c_str(), about.st_uid, about.st_gid) != 0) {
      throw std::system_error(errno, std::generic_category(), entry.path().string());
    }
  }
}

class Restore {
 public:
  Restore(const fs::path& file, const Contents& contents, const daemon::Config& config,
          const std::vector<OutsideFile>& outside)
      : file_(file),
        contents_(contents),
        config_(config),
        outside_(outside),
        media_apart_(!media_in_state(config)) {}

  void need_all_rooms() const {
    need_room(file_, config_.state, contents_.bytes());
    if (!media_apart_) return;
    fs::create_directories(config_.media);
    need_room(file_, config_.media, contents_.bytes());
  }

  void stage(base::Wall now) {
    state_ = base::begin_swap(config_.state);
    if (media_apart_) media_ = base::begin_swap(config_.media);
    plan();
    unpack_all();
    if (contents_.find(kJournalMember) != nullptr) {
      const auto known = journal::noted_epoch(config_.state / "journal.db");
      journal::make_restored(state_ / "journal.db", known, now);
    }
    give_to_owner_of(config_.state, state_);
    if (media_apart_) give_to_owner_of(config_.media, media_);
  }

  std::string place() {
    base::commit_swap(config_.state, plan_);
    return base::finish_swap(config_.state).value_or("");
  }

 private:
  void plan() {
    plan_.stays = {"cache", "fetched"};
    if (!contents_.header.identity) {
      for (const auto& entry : fs::directory_iterator(config_.state)) {
        const auto name = entry.path().filename().string();
        if (belongs_to_identity(name, config_.trust.has_value())) plan_.stays.push_back(name);
      }
    }
    if (media_apart_) plan_.folders.push_back(fs::absolute(config_.media));
    // The configuration comes last: with it all that it names is there.
    for (const auto& one : outside_) plan_file(one);
  }

  void plan_file(const OutsideFile& outside) {
    const auto* member = contents_.find(outside.member);
    if (member == nullptr) {
      // In the state folder it would go away with the rest.
      plan_.stays.push_back(outside.path.lexically_relative(config_.state).string());
      return;
    }
    // Root's file is read by the service's group; it may have been the service's own before.
    const unsigned mode = member->head.mode | (::geteuid() == 0 ? S_IRGRP : 0U);
    plan_.files.push_back({staged_as(outside.member), fs::absolute(outside.path), mode});
    need_right_to(plan_.files.back().target.parent_path());
  }

  static std::string staged_as(std::string member) {
    std::ranges::replace(member, '/', '-');
    return member;
  }

  fs::path place_of(const std::string& member) const {
    if (member.starts_with("state/")) return state_ / member.substr(6);
    if (member.starts_with("media/") && media_apart_) return media_ / member.substr(6);
    for (const auto& one : outside_) {
      if (member == one.member) return base::files_of_swap(config_.state) / staged_as(member);
    }
    refuse_unsafe(file_.string(), member);
  }

  void unpack_all() {
    ArchiveReader reader(file_);
    std::optional<Unpacked> out;
    unpack(reader, contents_,
           {[&](const Member& member) { out.emplace(place_of(member.head.name), member.head); },
            [&](std::string_view piece) { out->write(piece); }, [&] { out->finish(); }});
  }

  fs::path file_;
  const Contents& contents_;
  const daemon::Config& config_;
  const std::vector<OutsideFile>& outside_;
  bool media_apart_;
  fs::path state_;
  fs::path media_;
  base::SwapPlan plan_;
};

}  // namespace

Restored restore(const fs::path& file, const fs::path& config_file, base::Wall now,
                 const std::function<void()>& make_way) {
  ArchiveReader reader(file);
  auto contents = check(reader);
  need_clock(file, contents.header, now);
  const auto config = daemon::config_from(contents.config, fs::absolute(config_file).string());
  const auto outside = outside_files(config, fs::absolute(config_file));
  need_members(contents, outside, file.string());
  need_own_secrets(contents, outside);
  if (make_way) make_way();
  const auto lock = hold(config.state);
  base::finish_swap(config.state);
  Restore work(file, contents, config, outside);
  work.need_all_rooms();
  work.stage(now);
  const auto before = work.place();
  return {std::move(contents), config.state, before};
}

std::optional<std::string> finish(const fs::path& state) {
  if (!base::swap_waits(state)) return std::nullopt;
  const auto lock = hold(state);
  return base::finish_swap(state);
}

}  // namespace loa::backup
