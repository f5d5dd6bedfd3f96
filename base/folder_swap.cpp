// Puts other content in place of a folder's, by renames.
#include "base/folder_swap.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/owned_file.h"

namespace loa::base {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr auto kNew = "restore.new";
constexpr auto kReady = "restore.ready";
constexpr auto kPlacing = "restore.placing";
constexpr auto kDone = "restore.done";
constexpr auto kContent = "content";
constexpr auto kFiles = "files";
constexpr auto kPlan = "plan.json";
constexpr auto kBefore = "before-restore-";
constexpr std::size_t kLargestPlan = 1024UL * 1024;
constexpr std::size_t kLargestOutside = 64UL * 1024 * 1024;

struct Plan {
  std::string before;
  SwapPlan what;
};

std::vector<fs::path> entries_of(const fs::path& folder) {
  std::vector<fs::path> entries;
  if (!fs::exists(folder)) return entries;
  for (const auto& entry : fs::directory_iterator(folder)) entries.push_back(entry.path());
  return entries;
}

void sync_tree(const fs::path& folder) {
  for (const auto& entry : entries_of(folder)) {
    if (fs::is_directory(fs::symlink_status(entry))) sync_tree(entry);
  }
  sync_folder(folder);
}

void rename_in(const fs::path& folder, const char* from, const char* to) {
  fs::rename(folder / from, folder / to);
  sync_folder(folder);
}

bool taken(const fs::path& path) { return fs::exists(fs::symlink_status(path)); }

fs::path kept_as(const fs::path& file, const std::string& before) {
  return file.string() + "." + before;
}

// In each place where the swap will keep something: any may have been cleared by itself.
bool is_free(const std::string& before, const fs::path& folder, const SwapPlan& what) {
  const auto in = [&](const fs::path& one) { return taken(one / before); };
  const auto beside = [&](const SwapFile& file) { return taken(kept_as(file.target, before)); };
  return !in(folder) && std::ranges::none_of(what.folders, in) &&
         std::ranges::none_of(what.files, beside);
}

std::string free_name(const fs::path& folder, const SwapPlan& what) {
  int number = 1;
  while (!is_free(kBefore + std::to_string(number), folder, what)) ++number;
  return kBefore + std::to_string(number);
}

std::string text_of(const Plan& plan) {
  auto files = Json::array();
  for (const auto& file : plan.what.files) {
    files.push_back(
        {{"staged", file.staged}, {"target", file.target.string()}, {"mode", file.mode}});
  }
  auto folders = Json::array();
  for (const auto& folder : plan.what.folders) folders.push_back(folder.string());
  return Json{
      {"before", plan.before}, {"folders", folders}, {"files", files}, {"stays", plan.what.stays}}
      .dump(1);
}

Plan read_plan(const fs::path& file) {
  const auto json = Json::parse(read_file(file, kLargestPlan));
  Plan plan;
  plan.before = json.at("before").get<std::string>();
  plan.what.stays = json.at("stays").get<std::vector<std::string>>();
  for (const auto& folder : json.at("folders"))
    plan.what.folders.emplace_back(folder.get<std::string>());
  for (const auto& one : json.at("files")) {
    plan.what.files.push_back({one.at("staged").get<std::string>(),
                               one.at("target").get<std::string>(),
                               one.at("mode").get<unsigned>()});
  }
  return plan;
}

// A name that is taken there, as by a plan of an older program, would be lost in a rename over it,
// or stop every start where it is a folder.
fs::path free_place(const fs::path& away, const std::string& name) {
  auto place = away / name;
  for (int number = 2; taken(place); ++number) place = away / (name + "." + std::to_string(number));
  return place;
}

// Again after a cut: what is away already is not there any more.
void put_away(const fs::path& folder, const Plan& plan, const std::vector<std::string>& stays) {
  const auto away = folder / plan.before;
  fs::create_directories(away);
  for (const auto& entry : entries_of(folder)) {
    const auto name = entry.filename().string();
    const bool kept =
        name == "lock" || belongs_to_swap(name) || std::ranges::count(stays, name) > 0;
    if (!kept) fs::rename(entry, free_place(away, name));
  }
  sync_folder(away);
  sync_folder(folder);
}

// Again after a cut: what has moved in is not in the staging any more.
void move_in(const fs::path& content, const fs::path& folder) {
  for (const auto& entry : entries_of(content)) fs::rename(entry, folder / entry.filename());
  sync_folder(folder);
}

// Who has the file already goes on having it. Else the group that reads the folder may read the
// file too: its service runs as that.
FileOwner owner_of(const fs::path& target, const fs::path& folder) {
  struct stat about {};
  if (::lstat(target.c_str(), &about) == 0 && S_ISREG(about.st_mode)) {
    return {about.st_uid, about.st_gid};
  }
  if (::stat(folder.c_str(), &about) != 0) {
    throw std::system_error(errno, std::generic_category(), folder.string());
  }
  return {0, about.st_gid};
}

void replace_outside(const fs::path& folder, const SwapFile& file, const Plan& plan) {
  const auto fresh = read_file(folder / kPlacing / kFiles / file.staged, kLargestOutside);
  const auto old = read_file_if_exists(file.target, kLargestOutside);
  if (old == fresh) return;
  fs::create_directories(file.target.parent_path());
  if (old) replace_file(kept_as(file.target, plan.before), *old, 0600);
  replace_file_for(owner_of(file.target, folder), file.target, fresh, file.mode);
}

void need_roots(const fs::path& path) {
  struct stat about {};
  if (::lstat(path.c_str(), &about) != 0) {
    throw std::system_error(errno, std::generic_category(), path.string());
  }
  const bool plain = S_ISDIR(about.st_mode) || S_ISREG(about.st_mode);
  if (plain && about.st_uid == 0 && (about.st_mode & (S_IWGRP | S_IWOTH)) == 0) return;
  throw std::system_error(EPERM, std::generic_category(), path.string());
}

// Of a folder whose parent may be somebody else's: outermost first.
void need_roots_staging(const fs::path& staging) {
  need_roots(staging);
  if (fs::exists(staging / kContent)) need_roots(staging / kContent);
}

Plan believed_plan(const fs::path& staging) {
  const bool root = ::geteuid() == 0;
  if (root) {
    need_roots_staging(staging);
    need_roots(staging / kPlan);
    need_roots(staging / kFiles);
  }
  auto plan = read_plan(staging / kPlan);
  for (const auto& other : plan.what.folders) {
    if (root && fs::exists(fs::symlink_status(other / kNew))) need_roots_staging(other / kNew);
  }
  return plan;
}

void place(const fs::path& folder, const Plan& plan) {
  for (const auto& other : plan.what.folders) move_in(other / kNew / kContent, other);
  move_in(folder / kPlacing / kContent, folder);
  for (const auto& file : plan.what.files) replace_outside(folder, file, plan);
}

}  // namespace

fs::path begin_swap(const fs::path& folder) {
  fs::remove_all(folder / kNew);
  fs::create_directories(folder / kNew / kContent);
  fs::create_directories(folder / kNew / kFiles);
  return folder / kNew / kContent;
}

fs::path files_of_swap(const fs::path& folder) { return folder / kNew / kFiles; }

void commit_swap(const fs::path& folder, const SwapPlan& what) {
  replace_file(folder / kNew / kPlan, text_of({free_name(folder, what), what}));
  for (const auto& other : what.folders) {
    sync_tree(other / kNew);
    sync_folder(other);
  }
  sync_tree(folder / kNew);
  rename_in(folder, kNew, kReady);
}

bool swap_waits(const fs::path& folder) {
  std::error_code ignored;
  return fs::exists(folder / kReady, ignored) || fs::exists(folder / kPlacing, ignored);
}

bool swap_left(const fs::path& folder) {
  std::error_code ignored;
  return swap_waits(folder) || fs::exists(folder / kNew, ignored) ||
         fs::exists(folder / kDone, ignored);
}

std::optional<std::string> finish_swap(const fs::path& folder) {
  fs::remove_all(folder / kDone);
  if (!swap_waits(folder)) {
    fs::remove_all(folder / kNew);
    return std::nullopt;
  }
  if (fs::exists(folder / kReady)) {
    const auto plan = believed_plan(folder / kReady);
    for (const auto& other : plan.what.folders) put_away(other, plan, {});
    put_away(folder, plan, plan.what.stays);
    rename_in(folder, kReady, kPlacing);
  }
  const auto plan = believed_plan(folder / kPlacing);
  place(folder, plan);
  for (const auto& other : plan.what.folders) fs::remove_all(other / kNew);
  rename_in(folder, kPlacing, kDone);
  fs::remove_all(folder / kDone);
  return plan.before;
}

bool belongs_to_swap(const std::string& name) {
  return name == kNew || name == kReady || name == kPlacing || name == kDone ||
         name.starts_with(kBefore);
}

}  // namespace loa::base
