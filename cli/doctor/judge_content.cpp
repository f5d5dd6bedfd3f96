// What is to be played: signatures, the board that shows it, and media.
#include <fmt/format.h>

#include "cli/doctor/judge.h"

namespace loa::doctor {
namespace {

using std::chrono::hours;

// Signatures are renewed by people, who need some days.
constexpr base::Duration kSoon = hours{24 * 14};
constexpr base::Duration kRootSoon = hours{24 * 60};
constexpr std::size_t kMostNamed = 10;

std::string day_of(base::Wall when) { return base::to_rfc3339(when).substr(0, 10); }

struct Expiry {
  const char* name;  // of the code: name-expired, name-expires
  base::Text what;
  base::Text remedy;
  base::Duration soon;
  Grade over;
};

void judge_expiry(const Expiry& expiry, std::optional<base::Wall> when, base::Wall now,
                  Findings& findings) {
  if (!when) return;
  const auto day = day_of(*when);
  const std::string name = expiry.name;
  if (now >= *when) {
    findings.push_back(
        {name + "-expired",
         expiry.over,
         {expiry.what.vi + " đã hết hạn ngày " + day, expiry.what.en + " expired on " + day},
         expiry.remedy});
  } else if (*when - now < expiry.soon) {
    findings.push_back(
        {name + "-expires",
         Grade::warn,
         {expiry.what.vi + " hết hạn ngày " + day, expiry.what.en + " expires on " + day},
         expiry.remedy});
  } else {
    findings.push_back(
        {name + "-ok",
         Grade::ok,
         {expiry.what.vi + " còn hạn đến " + day, expiry.what.en + " holds to " + day}});
  }
}

void add_problems(const base::Problems& problems, const char* code, const base::Text& remedy,
                  Findings& findings) {
  for (const auto& problem : problems) {
    if (problem.severity != base::Severity::error) continue;
    findings.push_back({code,
                        Grade::fail,
                        {to_string(problem, base::Language::vietnamese),
                         to_string(problem, base::Language::english)},
                        remedy});
  }
}

}  // namespace

void judge_trust(const TrustFacts& trust, base::Wall now, Findings& findings) {
  if (!trust.unreadable.empty()) {
    findings.push_back({"trust-forbidden",
                        Grade::warn,
                        {"người dùng này không đọc được " + trust.unreadable,
                         "this user may not read " + trust.unreadable},
                        {"chạy lại bằng sudo", "run it again with sudo"}});
    return;
  }
  add_problems(trust.problems, "root-refused",
               {"lấy lại bản gốc của cơ quan ký", "get the office's root again"}, findings);
  if (trust.has_office) {
    judge_expiry({"root",
                  {"bản gốc của cơ quan ký", "the office's root"},
                  {"cơ quan ký làm bản gốc mới: loa root", "the office makes a new root: loa root"},
                  kRootSoon,
                  Grade::warn},
                 trust.root_expires, now, findings);
  }
  add_problems(trust.week_problems, "week-refused", {"nạp lại lịch", "load the week again"},
               findings);
  if (!trust.has_week && trust.week_problems.empty()) {
    findings.push_back({"week-none",
                        Grade::warn,
                        {"đài chưa có lịch", "the station has no week yet"},
                        {"nạp lịch trên trang của đài, hoặc: loa schedule load",
                         "load one on its page, or: loa schedule load"}});
  }
  if (!trust.has_office) return;
  const base::Text renew{"xin lịch mới ký", "ask for a newly signed week"};
  judge_expiry({"week", {"chữ ký của lịch", "the week's signature"}, renew, kSoon, Grade::fail},
               trust.week_expires, now, findings);
  judge_expiry(
      {"fresh", {"nhãn giờ của lịch", "the week's time stamp"}, renew, hours{24}, Grade::warn},
      trust.fresh_until, now, findings);
}

void judge_board(const BoardFacts& board, const StationFacts& station, Findings& findings) {
  if (board.kind.empty() || board.kind == "simulated") {
    findings.push_back({"board-none", Grade::ok, {"không có bảng chữ", "no slogan board"}});
    return;
  }
  const bool told = station.running;
  const bool silent = told ? station.board_state == "silent" || station.board_state == "refused"
                           : board.asked && !board.answers;
  if (silent) {
    const auto& why = told ? station.board_problem : board.note;
    findings.push_back({"board-silent",
                        Grade::warn,
                        {fmt::format("bảng chữ {} không trả lời {}", board.address, why.vi),
                         fmt::format("the board {} does not answer {}", board.address, why.en)},
                        {"xem nguồn điện và dây của bảng; thử: loa sign probe " + board.address,
                         "look at its power and wires; try: loa sign probe " + board.address}});
  } else if (told || board.asked) {
    findings.push_back({"board-ok",
                        Grade::ok,
                        {fmt::format("bảng chữ {} ({}) đang dùng được", board.address, board.kind),
                         fmt::format("the board {} ({}) is in order", board.address, board.kind)}});
  } else {
    findings.push_back(
        {"board-unknown",
         Grade::ok,
         {fmt::format("bảng chữ {} không trả lời được câu hỏi, chỉ nhận hình", board.kind),
          fmt::format("a {} board cannot be asked, it only takes pictures", board.kind)}});
  }
}

void judge_media(const MediaFacts& media, Findings& findings) {
  if (!media.looked) return;
  std::size_t named = 0;
  for (const auto& fault : media.faults) {
    if (++named > kMostNamed) break;
    const bool missing = fault.code == "missing";
    // It is played as far as it is sound.
    const bool in_part = fault.code == "in-part";
    findings.push_back(
        {missing ? "media-missing" : "media-damaged",
         in_part ? Grade::warn : Grade::fail,
         {fmt::format("{} tệp {} (phát lần đầu {})",
                      missing   ? "thiếu"
                      : in_part ? "hỏng một phần"
                                : "hỏng",
                      fault.path, fault.first_due),
          fmt::format("the file {} is {} (first due {})", fault.path,
                      missing ? "missing" : "damaged: " + fault.code, fault.first_due)},
         {"chép tệp vào thư mục media", "copy the file into the media folder"}});
  }
  if (media.faults.size() > kMostNamed) {
    const auto more = media.faults.size() - kMostNamed;
    findings.push_back(
        {"media-more",
         Grade::fail,
         {fmt::format("còn {} tệp nữa thiếu hoặc hỏng", more),
          fmt::format("{} more files are missing or damaged", more)},
         {"chép các tệp kể trên vào thư mục media, rồi chạy lại loa doctor để xem phần còn lại",
          "copy those above into the media folder, and run loa doctor again for the rest"}});
  }
  if (media.starts == 0) {
    findings.push_back(
        {"week-empty",
         Grade::warn,
         {"bảy ngày tới không có khung giờ nào", "nothing is due in the next seven days"},
         {"nạp lịch mới", "load a new week"}});
  } else if (media.faults.empty()) {
    findings.push_back(
        {"media-ok",
         Grade::ok,
         {fmt::format("bảy ngày tới: {} lần phát, đủ {} tệp", media.starts, media.files),
          fmt::format("the next seven days: {} starts, all {} files are there", media.starts,
                      media.files)}});
  }
  if (media.last_day.empty()) return;
  findings.push_back(
      {"week-ends",
       Grade::warn,
       {"lịch chỉ có đến hết ngày " + media.last_day, "the week ends on " + media.last_day},
       {"nạp lịch mới trước ngày ấy", "load a new week before that day"}});
}

}  // namespace loa::doctor
