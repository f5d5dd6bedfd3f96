// The state folder: there, writable, roomy, sound, and how long its memory card will live.
#include <fmt/format.h>

#include "cli/doctor/judge.h"

namespace loa::doctor {
namespace {

constexpr std::uint64_t kMegabyte = 1024UL * 1024;
// A quarter's journal is 20 MB and a week's media some 200: below the first nothing more should
// come in, below the second the journal itself is in danger.
constexpr std::uint64_t kTight = 500 * kMegabyte;
constexpr std::uint64_t kFull = 50 * kMegabyte;
constexpr std::uint64_t kFewInodes = 1000;

void judge_space(const StateFacts& state, Findings& findings) {
  const auto free = state.free / kMegabyte;
  const bool full = state.free < kFull;
  const bool few = state.inodes != 0 && state.inodes_free < kFewInodes;
  if (full || state.free < kTight) {
    findings.push_back({full ? "disk-full" : "disk-tight",
                        full ? Grade::fail : Grade::warn,
                        {fmt::format("ổ chứa {} còn {} MB", state.folder, free),
                         fmt::format("the disk of {} has {} MB left", state.folder, free)},
                        {"xóa tệp âm thanh cũ trong thư mục media; đừng xóa nhật ký",
                         "delete old sound files in the media folder; never the journal"}});
  } else if (few) {
    findings.push_back(
        {"disk-inodes",
         Grade::warn,
         {fmt::format("ổ chứa {} chỉ còn chỗ cho {} tệp", state.folder, state.inodes_free),
          fmt::format("the disk of {} has room for {} more files only", state.folder,
                      state.inodes_free)},
         {"tìm thư mục có quá nhiều tệp nhỏ", "look for a folder of many small files"}});
  } else {
    findings.push_back({"disk-ok",
                        Grade::ok,
                        {fmt::format("ổ chứa {} còn {} MB", state.folder, free),
                         fmt::format("the disk of {} has {} MB left", state.folder, free)}});
  }
}

void judge_wear(const StateFacts& state, Findings& findings) {
  if (state.life_used == 0) return;
  const bool worn = state.life_used >= 9 || state.end_of_life >= 2;
  const bool dying = state.life_used >= 11 || state.end_of_life >= 3;
  const auto percent = state.life_used >= 11 ? 100 : state.life_used * 10;
  findings.push_back(
      {worn ? "memory-worn" : "memory-ok",
       dying  ? Grade::fail
       : worn ? Grade::warn
              : Grade::ok,
       {fmt::format("bộ nhớ eMMC đã dùng tới {} % tuổi thọ", percent),
        fmt::format("the eMMC has used up to {} % of its life", percent)},
       worn ? base::Text{"sao lưu (loa backup) và chuẩn bị thay máy hoặc thẻ",
                         "make a backup (loa backup) and have a new board or card ready"}
            : base::Text{}});
}

void judge_errors(const StateFacts& state, Findings& findings) {
  if (state.errors == 0) return;
  findings.push_back(
      {"disk-errors",
       Grade::fail,
       {fmt::format("hệ tệp ext4 trên {} đã thấy {} lỗi của chính nó", state.device, state.errors),
        fmt::format("the ext4 file system on {} has found {} errors in itself", state.device,
                    state.errors)},
       {"sao lưu ngay (loa backup), rồi thay thẻ; còn dùng tạm thì cho fsck chạy lúc khởi động",
        "make a backup now (loa backup), then replace the card; until then let fsck look at it at "
        "the next boot"}});
}

Finding not_usable(const StateFacts& state) {
  if (!state.there) {
    return {"state-missing",
            Grade::warn,
            {fmt::format("thư mục trạng thái {} chưa có", state.folder),
             fmt::format("the state folder {} does not exist yet", state.folder)},
            {"đài tạo nó khi chạy lần đầu", "the station makes it at its first start"}};
  }
  if (state.read_only) {
    return {"state-read-only",
            Grade::fail,
            {fmt::format("ổ chứa {} đang chỉ đọc: thẻ nhớ có thể đã hỏng", state.folder),
             fmt::format("the disk of {} is read-only: the card may be damaged", state.folder)},
            {"xem dmesg; sao lưu ngay (loa backup) rồi thay thẻ",
             "read dmesg; make a backup now (loa backup) and change the card"}};
  }
  return {
      "state-forbidden",
      Grade::warn,
      {fmt::format("người dùng này không ghi được vào {}", state.folder),
       fmt::format("this user may not write into {}", state.folder)},
      {"chạy lại bằng quyền của đài: sudo loa doctor", "run it again as the station may: sudo"}};
}

}  // namespace

void judge_state(const StateFacts& state, Findings& findings) {
  if (!state.there || !state.writable) findings.push_back(not_usable(state));
  if (!state.there) return;
  judge_space(state, findings);
  judge_errors(state, findings);
  judge_wear(state, findings);
  judge_journal(state.journal, findings);
  if (state.damaged.empty()) return;
  std::string names;
  for (const auto& name : state.damaged) names += (names.empty() ? "" : ", ") + name;
  findings.push_back(
      {"files-put-aside",
       Grade::warn,
       {"có tệp hỏng đã được cất sang bên: " + names, "damaged files were put aside: " + names},
       {"thường do mất điện; gửi cho người kỹ thuật xem rồi mới xóa",
        "mostly power cuts; have them looked at before you delete them"}});
}

void judge_journal(const JournalFacts& journal, Findings& findings) {
  if (!journal.there) return;
  if (!journal.error.empty()) {
    findings.push_back({"journal-unread",
                        Grade::warn,
                        {"chưa kiểm tra được nhật ký: " + journal.error,
                         "the journal could not be looked at: " + journal.error},
                        {"chạy lại bằng sudo", "run it again with sudo"}});
  } else if (!journal.ok) {
    findings.push_back(
        {"journal-damaged",
         Grade::fail,
         {fmt::format("nhật ký không còn nguyên ở dòng {}/{} ({})", journal.bad_epoch,
                      journal.bad_seq, journal.why),
          fmt::format("the journal does not hold at row {}/{} ({})", journal.bad_epoch,
                      journal.bad_seq, journal.why)},
         {"sao chép tệp journal.db đi trước; đài tự cứu những dòng còn đọc được khi khởi động lại",
          "copy journal.db away first; at its next start the station saves the rows that can be "
          "read"}});
  } else {
    findings.push_back({"journal-ok",
                        Grade::ok,
                        {fmt::format("nhật ký nguyên vẹn, {} dòng", journal.rows),
                         fmt::format("the journal holds, {} rows", journal.rows)}});
  }
}

}  // namespace loa::doctor
