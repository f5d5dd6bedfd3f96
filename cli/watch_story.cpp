// The station's day in sentences.
#include "cli/watch_story.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/language.h"
#include "cli/words.h"

namespace loa::cli {
namespace {

using base::Text;

std::string clock_time(const std::string& rfc3339) {
  return rfc3339.size() >= 19 ? rfc3339.substr(11, 8) : rfc3339;
}

std::string joined(const Json& codes) {
  std::string all;
  for (const Json& code : codes) {
    all += (all.empty() ? "" : "; ") + word_for(code.get<std::string>());
  }
  return all;
}

std::string bar(double share) {
  constexpr int kWidth = 20;
  const int full = static_cast<int>(std::clamp(share, 0.0, 1.0) * kWidth);
  std::string drawn;
  for (int i = 0; i < kWidth; ++i) drawn += i < full ? "█" : "░";
  return drawn;
}

std::string progress(const Json& air) {
  const double elapsed = air.value("elapsed", 0.0);
  const double remaining = air.value("remaining", 0.0);
  const double whole = elapsed + remaining;
  return fmt::format("   ♪ {} {} / {}  {}", bar(whole > 0 ? elapsed / whole : 1),
                     length_word(elapsed), length_word(whole), air.value("item", ""));
}

std::string counted_down(const Json& next, const std::string& time) {
  return fmt::format("   {} {}  ({} {})", Text{"bây giờ", "now"}.shown(), clock_time(time),
                     Text{"lúc", "due"}.shown(), clock_time(next.value("start", "")));
}

}  // namespace

Told WatchStory::look(const Json& status, const Json& log) {
  Told told;
  tell_state(status, told);
  tell_on_air(status, told);
  tell_results(log, told);
  tell_centre(status, told);
  first_ = false;
  return told;
}

void WatchStory::tell_state(const Json& status, Told& told) {
  const std::string faults = joined(status.at("faults"));
  if (faults != faults_ && !faults.empty()) {
    told.lines.push_back(Text{"⚠  Sự cố: ", "⚠  Fault: "}.shown() + faults);
  } else if (faults != faults_) {
    told.lines.push_back(Text{"✓  Hết sự cố", "✓  No faults any more"}.shown());
  }
  faults_ = faults;
  const std::string board = status.at("board").value("text", "");
  if (board != board_ && !board.empty()) {
    told.lines.push_back(Text{"▦  Bảng chữ: ", "▦  Board: "}.shown() + board);
    told.show_board = true;
  }
  board_ = board;
}

void WatchStory::tell_on_air(const Json& status, Told& told) {
  const Json& air = status.at("onAir");
  const std::string id = air.is_null() ? "" : air.value("occurrence", "");
  if (id != on_air_ && !id.empty()) {
    told.lines.push_back(fmt::format("▶  {}: {} ({})", Text{"Đang phát", "On air"}.shown(),
                                     air.value("title", ""), level_word(air.value("level", 3))));
  }
  on_air_ = id;
  if (!air.is_null()) {
    told.now = progress(air);
    return;
  }
  const Json& next = status.at("next");
  if (next.is_null()) return;
  const std::string due = next.value("occurrence", "");
  if (due != due_) {
    told.lines.push_back(fmt::format("⏲  {} {}: {}", Text{"Sắp tới, lúc", "Due at"}.shown(),
                                     clock_time(next.value("start", "")), next.value("title", "")));
  }
  due_ = due;
  told.now = counted_down(next, status.at("clock").value("time", ""));
}

void WatchStory::tell_results(const Json& log, Told& told) {
  std::vector<Json> rows(log.at("rows").begin(), log.at("rows").end());
  const auto place = [](const Json& row) {
    return std::pair(row.value("epoch", std::uint64_t{0}), row.value("seq", std::uint64_t{0}));
  };
  std::sort(rows.begin(), rows.end(),
            [&](const Json& a, const Json& b) { return place(a) < place(b); });
  for (const Json& row : rows) {
    if (place(row) <= std::pair(epoch_, last_seq_)) continue;
    std::tie(epoch_, last_seq_) = place(row);
    // What was recorded before the watching began is history.
    if (first_ || row.value("kind", "") != "result") continue;
    const std::string reason = row.value("reason", "");
    told.lines.push_back(fmt::format("■  {}: {}, {}{}", Text{"Kết quả", "Result"}.shown(),
                                     row.value("title", ""), word_for(row.value("outcome", "")),
                                     reason == "completed" ? "" : " (" + word_for(reason) + ")"));
    centre_owes_ = true;
  }
}

void WatchStory::tell_centre(const Json& status, Told& told) {
  const Json& centre = status.at("centre");
  if (!centre_owes_ || centre.value("url", "").empty()) return;
  if (!centre.value("connected", false) || centre.value("unacknowledged", 1) != 0) return;
  told.lines.push_back(Text{"☑  Trung tâm đã có bản ghi này", "☑  The centre has it"}.shown());
  centre_owes_ = false;
}

}  // namespace loa::cli
