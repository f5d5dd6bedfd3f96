// What a slot holds; and rows that are no slots.
#include <algorithm>
#include <array>

#include "schedules/intake/grammar_plain.h"
#include "schedules/intake/grammar_scanner.h"
#include "schedules/intake/habit_walker.h"

namespace loa::schedules::intake {
namespace {

// A content that only says that the programme is over.
constexpr std::array kEnds{"ketthuc",
                           "het",
                           "nghi",
                           "tatmay",
                           "dongmay",
                           "ketthucbuoi",
                           "ketthucbuoiphat",
                           "ketthucchuongtrinh",
                           "hetchuongtrinh",
                           "nghiphat"};

// Words after which a time is part of a sentence: "họp lúc 8h00".
constexpr std::array kBefore{"luc", "tu", "vao", "hoi", "truoc", "sau", "den", "khoang", "gio"};

// What a schedule ends with: signatures and who gets a copy.
constexpr std::array kClosings{"noi nhan",
                               "nguoi lap",
                               "nguoi duyet",
                               "truong dai",
                               "chu tich",
                               "pho chu tich",
                               "ky ten",
                               "luu:",
                               "luu vt",
                               "tm.",
                               "kt.",
                               "tl.",
                               "ghi chu",
                               "phu trach",
                               "can bo phu trach",
                               "nguoi phu trach",
                               "* ghi chu",
                               "duyet",
                               "xac nhan"};

bool begins_with_any(const std::string& plain, const auto& words) {
  return std::ranges::any_of(words, [&](const char* word) {
    Scanner s(plain);
    s.skip("*-+:.");
    return s.letters(word) && !Scanner::is_letter(s.next());
  });
}

std::string word_before(const std::string& plain, std::size_t at) {
  while (at > 0 && plain[at - 1] == ' ') --at;
  const auto end = at;
  while (at > 0 && Scanner::is_word(plain[at - 1])) --at;
  return plain.substr(at, end - at);
}

// Where a second slot may begin in the middle of a text; its length if there is none.
std::size_t second_time(const std::string& plain) {
  for (std::size_t at = 1; at < plain.size(); ++at) {
    const char before = plain[at - 1];
    if (!Scanner::is_digit(plain[at]) || Scanner::is_word(before) || before == '/' ||
        before == ':' || before == '(' || before == '"') {
      continue;
    }
    const auto time = time_at(std::string_view(plain).substr(at));
    if (time.heard != Heard::good || !time.with_minutes || at + time.length >= plain.size())
      continue;
    const auto word = word_before(plain, at);
    if (std::ranges::find(kBefore, word) == kBefore.end()) return at;
  }
  return plain.size();
}

Question two_slots(const base::Place& place, const std::string& text) {
  return {"two-slots",
          place,
          {"“" + text + "”: đây là hai khung giờ hay một?",
           "\"" + text + "\": is this two slots or one?"},
          {{"tach", {"tách thành hai khung giờ", "split into two slots"}},
           {"mot",
            {"một khung giờ, giờ đứng sau thuộc về tiêu đề",
             "one slot; the later time belongs to its title"}}}};
}

Question stray_text(const base::Place& place, const std::string& text) {
  return {"stray-text",
          place,
          {"“" + text + "” không có giờ: thuộc khung giờ ngay trên hay bỏ qua?",
           "\"" + text + "\" has no time: does it belong to the slot above, or is it left out?"},
          {{"noi", {"nối vào khung giờ ngay trên", "belongs to the slot above"}},
           {"bo", {"bỏ qua", "leave it out"}}}};
}

}  // namespace

bool says_over(std::string_view text) {
  return std::ranges::find(kEnds, match_key(text)) != kEnds.end();
}

Draft& Walker::add(Draft draft) {
  draft.group = group_;
  if (draft.session == Session::none) draft.session = session_;
  begun_ = true;
  ended_ = false;
  drafts_.drafts.push_back(std::move(draft));
  return drafts_.drafts.back();
}

void Walker::add_with(Draft draft, const Said& content) {
  const auto text = trimmed(content.text);
  const auto plain = to_plain(text);
  const auto key = match_key(text);
  draft.ends_only = key.empty() || says_over(text);
  if (key.empty()) {
    problems_.push_back(
        {base::Severity::warning,
         "content-missing",
         draft.time_place,
         "",
         {"có giờ mà không có nội dung: để ngoài", "a time without content: left out"}});
  }
  const auto split = second_time(plain.text);
  if (split < plain.text.size()) {
    const auto place = place_within(content.place, text, plain.from[split]);
    if (asking_.ask_choice(two_slots(place, text)) == "tach") {
      auto second = draft;
      second.time = time_at(std::string_view(plain.text).substr(split));
      second.time_place = place;
      second.end = second.time.end;
      second.length.reset();
      draft.content.push_back({trimmed(text.substr(0, plain.from[split])), content.place});
      add(std::move(draft));
      Scanner rest(plain.text, split + second.time.length);
      rest.skip(":.-,;");
      const auto from = plain.from[rest.at()];
      return add_with(std::move(second),
                      {text.substr(from), place_within(content.place, text, from)});
    }
  }
  draft.content.push_back({text, content.place});
  add(std::move(draft));
}

void Walker::stray(const Row&, const Cell& cell) {
  const auto plain = plain_text(cell.text);
  const bool has_slots = drafts_.drafts.size() > first_draft_;
  if (!has_slots || ended_) return void(has_slots || take_week(cell));
  if (begins_with_any(plain, kClosings)) {
    ended_ = true;
    problems_.push_back({base::Severity::warning,
                         "left-out",
                         cell.place,
                         "",
                         {"từ đây không còn là lịch phát: để ngoài",
                          "from here on this is no schedule any more: left out"}});
    return;
  }
  if (layout_.kind != Layout::Kind::list) {
    problems_.push_back({base::Severity::warning,
                         "left-out",
                         cell.place,
                         "",
                         {"dòng này không có giờ: để ngoài", "this row has no time: left out"}});
    return;
  }
  const auto answer = asking_.ask_choice(stray_text(cell.place, cell.text));
  if (answer == "noi") append_content(drafts_.drafts.back(), {cell.text, cell.place});
}

}  // namespace loa::schedules::intake
