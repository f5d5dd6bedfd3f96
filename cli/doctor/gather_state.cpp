// The state folder, the disk under it, and the journal in it.
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <string>

#include "cli/doctor/gather.h"
#include "journal/journal.h"

namespace loa::doctor {
namespace {

namespace fs = std::filesystem;

void look_at_space(const fs::path& folder, StateFacts& facts) {
  struct statvfs about {};
  if (::statvfs(folder.c_str(), &about) != 0) return;
  facts.free = std::uint64_t{about.f_bavail} * about.f_frsize;
  facts.total = std::uint64_t{about.f_blocks} * about.f_frsize;
  facts.inodes = about.f_files;
  facts.inodes_free = about.f_favail;
  facts.read_only = (about.f_flag & ST_RDONLY) != 0;
}

// "0x01 0x02": of the two kinds of cells the more worn one.
int worst_in(const fs::path& file) {
  std::ifstream in(file);
  int worst = 0;
  for (int value = 0; in >> std::hex >> value;) worst = std::max(worst, value);
  return worst;
}

JournalFacts look_at_journal(const fs::path& file) {
  JournalFacts facts;
  std::error_code error;
  facts.there = fs::exists(file, error);
  if (error) facts.error = error.message();
  if (!facts.there) return facts;
  try {
    const auto found = journal::verify(file);
    facts.ok = found.ok;
    facts.rows = found.rows;
    facts.why = found.why;
    facts.bad_epoch = found.bad_epoch;
    facts.bad_seq = found.bad_seq;
  } catch (const std::exception& refused) {
    facts.error = refused.what();
  }
  return facts;
}

}  // namespace

// /sys/dev/block/8:1 leads to a partition, whose disk is the folder above.
void gather_disk(dev_t device, StateFacts& facts, const fs::path& root) {
  std::error_code error;
  auto place = fs::canonical(
      root / "sys/dev/block" / fmt::format("{}:{}", major(device), minor(device)), error);
  if (error) return;
  facts.device = place.filename().string();
  std::ifstream(root / "sys/fs/ext4" / facts.device / "errors_count") >> facts.errors;
  for (int up = 0; up < 2; ++up, place = place.parent_path()) {
    if (!fs::exists(place / "device/life_time", error)) continue;
    facts.life_used = worst_in(place / "device/life_time");
    facts.end_of_life = worst_in(place / "device/pre_eol_info");
    return;
  }
}

StateFacts gather_state(const fs::path& state) {
  StateFacts facts;
  facts.folder = state.string();
  std::error_code error;
  facts.there = fs::is_directory(state, error);
  if (!facts.there) return facts;
  look_at_space(state, facts);
  struct stat about {};
  if (::stat(state.c_str(), &about) == 0) gather_disk(about.st_dev, facts);
  facts.writable = !facts.read_only && ::access(state.c_str(), W_OK | X_OK) == 0;
  facts.journal = look_at_journal(state / "journal.db");
  for (const auto& entry : fs::directory_iterator(state, error)) {
    const auto name = entry.path().filename().string();
    if (name.find(".damaged-") != std::string::npos) facts.damaged.push_back(name);
  }
  std::ranges::sort(facts.damaged);
  return facts;
}

}  // namespace loa::doctor
