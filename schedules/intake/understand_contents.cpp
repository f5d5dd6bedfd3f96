// What slots hold and how they behave.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/unicode.h"
#include "schedules/intake/grammar_plain.h"
#include "schedules/intake/understand_plan.h"
#include "schedules/notation.h"

namespace loa::schedules::intake {
namespace {

constexpr std::size_t kLongestTitle = 190;  // of 200; "(PL)" may follow

struct CchcArea {
  const char* code;
  const char* name;
};
constexpr std::array kAreas{CchcArea{"the-che", "thể chế"},
                            CchcArea{"tthc", "thủ tục hành chính"},
                            CchcArea{"bo-may", "bộ máy"},
                            CchcArea{"cong-vu", "công vụ"},
                            CchcArea{"tai-chinh", "tài chính công"},
                            CchcArea{"chinh-quyen-so", "chính quyền số"},
                            CchcArea{"chi-dao", "chỉ đạo, điều hành"},
                            CchcArea{"chi-so", "chỉ số"},
                            CchcArea{"dvc", "dịch vụ công trực tuyến"},
                            CchcArea{"dien-hinh", "điển hình"},
                            CchcArea{"phan-anh", "phản ánh, kiến nghị"}};

std::string area_named(const std::string& text) {
  const auto key = match_key(text);
  for (const auto& area : kAreas) {
    const auto name = match_key(area.name);
    if (key == match_key(area.code) || key == name || key.ends_with(name)) return area.code;
  }
  return {};
}

std::string shortened(const std::string& title) {
  if (base::count_characters(title) <= kLongestTitle) return title;
  return std::string(base::first_characters(title, kLongestTitle)) + "…";
}

// As a title is shown: its lines with "+" between.
std::string title_of(std::string text) {
  std::string title;
  for (const char c : text) {
    if (c == '\n') {
      title += " + ";
    } else {
      title += c == '\t' ? ' ' : c;
    }
  }
  std::erase_if(title, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
  return title;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    if (auto line = trimmed(std::string_view(text).substr(at, end - at)); !line.empty()) {
      lines.push_back(std::move(line));
    }
    at = end + 1;
  }
  return lines;
}

std::size_t bullet_length(const std::string& line) {
  for (const std::string_view bullet : {"-", "–", "—", "+", "*", "•"}) {
    if (line.starts_with(bullet)) return bullet.size();
  }
  return 0;
}

}  // namespace

// The lines of a cell are parts of the programme if they have bullets, or if each of them is known;
// else a long title was only broken.
std::string Understanding::parts_in(const std::string& text) const {
  const auto lines = lines_of(text);
  if (lines.size() < 2) return lines.empty() ? std::string() : lines.front();
  const bool bullets =
      std::ranges::all_of(lines, [](const auto& line) { return bullet_length(line) > 0; });
  const bool known = std::ranges::all_of(lines, [&](const std::string& line) {
    return !library_.meant_by(line).empty() || chime_meant_by(line).has_value();
  });
  std::string joined;
  for (const auto& line : lines) {
    if (!joined.empty()) joined += bullets || known ? '\n' : ' ';
    joined += bullets ? trimmed(std::string_view(line).substr(bullet_length(line))) : line;
  }
  return joined;
}

void Understanding::set_contents() {
  std::map<std::string, int> places;
  const auto key_of = [](const Plan& plan) {
    return match_key(plan.words.title) + (plan.words.repeat ? "/pl/" : "//") + plan.draft.file.text;
  };
  for (auto& plan : plans_) {
    std::string text;
    for (const auto& said : plan.draft.content) {
      const auto part = parts_in(said.text);
      if (!text.empty() && !part.empty()) text += '\n';
      text += part;
    }
    plan.words = content_words(text);
    const auto note = content_words("(" + plan.draft.note.text + ")");
    plan.words.repeat = plan.words.repeat || (note.repeat && note.title.empty());
    plan.words.over = plan.words.over || (note.over && note.title.empty());
    if (!plan.words.level && note.title.empty()) plan.words.level = note.level;
    if (!plan.left_out && !plan.draft.ends_only) ++places[key_of(plan)];
  }
  std::map<std::string, Content> found;
  for (auto& plan : plans_) {
    if (plan.left_out || plan.draft.ends_only) continue;
    const auto key = key_of(plan);
    plan.words.title = shortened(title_of(plan.words.title));
    if (const auto known = found.find(key); known != found.end()) {
      plan.content = known->second;
      continue;
    }
    plan.content = contents_.find(plan.words.title, plan.draft.content, plan.draft.file,
                                  plan.words.repeat, places[key]);
    found.emplace(key, plan.content);
  }
}

void Understanding::set_level(Plan& plan) {
  const auto* last = library_.last_slot_of(plan.content.programme, plan.start);
  plan.level = last != nullptr ? last->level : Level::normal;
  if (plan.words.level) plan.level = *plan.words.level;
  const auto& said = plan.draft.level;
  if (said.text.empty()) return;
  const auto level = level_of(plain_text(said.text));
  if (level) {
    plan.level = *level;
    return;
  }
  error("bad-level", said.place,
        {fmt::format("không có mức “{}”; các mức là khẩn cấp, ưu tiên, thông thường", said.text),
         fmt::format("there is no level \"{}\"; the levels are khẩn cấp (1), ưu tiên (2), thông "
                     "thường (3)",
                     said.text)});
}

void Understanding::set_rules(Plan& plan) {
  if (const auto* last = library_.last_slot_of(plan.content.programme, plan.start)) {
    plan.start_rule = last->start_rule;
    plan.late_rule = last->late_rule;
  }
  const auto bad = [&](const Said& said) {
    error("bad-rule", said.place,
          {fmt::format("không hiểu quy tắc “{}”", said.text),
           fmt::format("there is no rule \"{}\"", said.text)});
  };
  if (const auto& said = plan.draft.start_rule; !said.text.empty()) {
    const auto rule = start_rule_from(said.text);
    rule ? void(plan.start_rule = *rule) : bad(said);
  }
  if (const auto& said = plan.draft.late_rule; !said.text.empty()) {
    const auto rule = late_rule_from(said.text);
    rule ? void(plan.late_rule = *rule) : bad(said);
  }
}

void Understanding::set_slogans(Plan& plan) {
  const auto& said = plan.draft.slogans;
  if (said.text.empty()) {
    const auto* last = library_.last_slot_of(plan.content.programme, plan.start);
    if (last != nullptr) plan.slogans = last->slogans;
    return;
  }
  static const std::vector<Slogan> none;
  const auto& known = context_.templates ? context_.templates->slogans : none;
  for (std::size_t at = 0; at <= said.text.size();) {
    const auto end = std::min(said.text.find_first_of("\n|", at), said.text.size());
    const auto text = title_of(trimmed(std::string_view(said.text).substr(at, end - at)));
    at = end + 1;
    const auto key = match_key(text);
    if (key.empty()) continue;
    const auto same = [&](const Slogan& slogan) {
      return match_key(slogan.text) == key || match_key(slogan.id) == key;
    };
    for (const auto* list : {&known, static_cast<const std::vector<Slogan>*>(&slogans_)}) {
      const auto found = std::ranges::find_if(*list, same);
      if (found == list->end()) continue;
      plan.slogans.push_back(found->id);
      break;
    }
    const bool found = std::ranges::any_of(known, same) || std::ranges::any_of(slogans_, same);
    if (found) continue;
    auto id = "kh-" + slug_of(text);
    const auto taken = [&](const Slogan& slogan) { return slogan.id == id; };
    for (int n = 2; std::ranges::any_of(known, taken) || std::ranges::any_of(slogans_, taken);
         ++n) {
      id = fmt::format("kh-{}-{}", slug_of(text), n);
    }
    slogans_.push_back({id, text, "red", "scroll", 40, said.place});
    plan.slogans.push_back(id);
  }
}

void Understanding::set_area(Plan& plan) {
  const auto& said = plan.draft.area;
  if (said.text.empty()) {
    const auto* last = library_.last_slot_of(plan.content.programme, plan.start);
    if (last != nullptr) plan.area = last->area;
    return;
  }
  plan.area = area_named(said.text);
  if (!plan.area.empty()) return;
  warning("bad-area", said.place,
          {fmt::format("không có lĩnh vực “{}”: để trống", said.text),
           fmt::format("there is no area \"{}\": left empty", said.text)});
}

}  // namespace loa::schedules::intake
