// Titles become programmes.
#include "schedules/intake/match_content.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/near_miss.h"
#include "schedules/intake/grammar_plain.h"
#include "schedules/notation.h"

namespace loa::schedules::intake {
namespace {

constexpr std::size_t kMostItems = 500;  // of one programme, as schedules/reader.h has it
constexpr std::size_t kLongestSpeech = 4'000;

// The parts of "Đài hiệu + Giới thiệu chương trình", and of several lines.
std::vector<Said> parts_of(const std::string& title, const base::Place& place) {
  std::vector<Said> parts;
  for (std::size_t at = 0; at <= title.size();) {
    const auto end = std::min(title.find_first_of("+\n", at), title.size());
    const auto text = trimmed(std::string_view(title).substr(at, end - at));
    if (!match_key(text).empty()) {
      const auto lead = title.find(text, at);
      auto where = place_within(place, title, lead);
      if (!where.cell.empty() && !parts.empty()) where.cell += fmt::format("#{}", parts.size() + 1);
      parts.push_back({text, where});
    }
    at = end + 1;
  }
  return parts;
}

// "Chuyên mục: Cải cách hành chính" without its first words; empty if it has none.
std::string after_colon(const std::string& title) {
  const auto colon = title.find(": ");
  return colon == std::string::npos ? std::string()
                                    : trimmed(std::string_view(title).substr(colon + 1));
}

Candidate chime_candidate(const std::string& name) {
  Candidate candidate;
  candidate.value = name;
  candidate.text = {fmt::format("nhạc có sẵn {}", name), fmt::format("the built-in {}", name)};
  Item item;
  item.source = Chime{name};
  candidate.items.push_back(std::move(item));
  return candidate;
}

Candidate relay_candidate(const std::string& url, const std::string& title) {
  Candidate candidate;
  candidate.value = url;
  candidate.text = {fmt::format("tiếp âm {}", url), fmt::format("relay of {}", url)};
  Item item;
  item.source = Relay{url, Seconds(0)};
  item.title = title;
  candidate.items.push_back(std::move(item));
  return candidate;
}

Candidate speech_candidate(const std::string& text, const std::string& title) {
  Candidate candidate;
  candidate.value = "doc";
  candidate.text = {"máy đọc thành tiếng", "read aloud by the machine"};
  Item item;
  item.source = Speech{text, "vi"};
  item.title = title;
  candidate.items.push_back(std::move(item));
  return candidate;
}

bool has_extension(const std::string& path) {
  const auto dot = path.rfind('.');
  return dot != std::string::npos && path.size() - dot >= 3 && path.size() - dot <= 5 &&
         path.find(' ', dot) == std::string::npos;
}

Question content_question(const Said& said, const std::vector<Candidate>& choices, int places) {
  Question question{"content",
                    said.place,
                    {fmt::format("“{}” phát nội dung nào?", said.text),
                     fmt::format("what is to sound for \"{}\"?", said.text)},
                    {}};
  for (const auto& one : choices) question.choices.push_back({one.value, one.text});
  question.choices.push_back(
      {"doc", {"máy đọc chính dòng chữ này", "the machine reads this text"}});
  question.choices.push_back({"bo", {"bỏ mục này", "leave it out"}});
  question.form = {
      "đường dẫn tệp trong thư mục âm thanh, tên chương trình có sẵn, địa chỉ tiếp âm, "
      "hoặc doc:LỜI ĐỌC",
      "a path in the media folder, a programme's id, a stream's address, or doc:TEXT"};
  question.places = places;
  return question;
}

}  // namespace

const Programme* Contents::programme(const std::string& id) const {
  const auto found = std::ranges::find(programmes_, id, &Programme::id);
  return found == programmes_.end() ? nullptr : &*found;
}

std::string Contents::free_id(const std::string& wanted) const {
  auto id = wanted;
  const auto taken = [&] {
    if (programme(id) != nullptr) return true;
    const auto known = library_.meant_by(id);
    return std::ranges::any_of(known, [&](const Candidate& one) {
      return one.programme != nullptr && one.programme->id == id;
    });
  };
  for (int n = 2; taken(); ++n) id = fmt::format("{}-{}", wanted, n);
  return id;
}

Content Contents::add(Programme programme, base::Text text) {
  Content content{programme.id, std::move(text), false};
  programmes_.push_back(std::move(programme));
  return content;
}

Content Contents::use_template(const Programme& known, bool repeat, const base::Place& place) {
  const base::Text text{fmt::format("chương trình có sẵn “{}”", known.title),
                        fmt::format("the programme \"{}\"", known.title)};
  auto copy = known;
  copy.place = place;
  if (repeat && !plain_text(known.title).ends_with("(pl)")) {
    copy.title += " (PL)";
    const auto again = std::ranges::find(programmes_, copy.title, &Programme::title);
    if (again != programmes_.end()) return {again->id, text, false};
    copy.id = free_id(slug_of(known.id) + "-pl");
    return add(std::move(copy), text);
  }
  if (programme(known.id) != nullptr) return {known.id, text, false};
  return add(std::move(copy), text);
}

std::optional<Contents::Part> Contents::without_asking(const Said& said) const {
  for (const auto& title : {said.text, after_colon(said.text)}) {
    if (title.empty()) continue;
    auto meant = library_.meant_by(title);
    if (meant.size() == 1) return Part{true, false, std::move(meant.front())};
    if (meant.size() > 1) return std::nullopt;
  }
  if (const auto chime = chime_meant_by(said.text)) {
    return Part{true, false, chime_candidate(*chime)};
  }
  if (is_relay_title(said.text)) {
    const auto key = match_key(said.text);
    for (const auto& relay : library_.relays()) {
      if (match_key(relay.text.vi) == key) return Part{true, false, relay};
    }
  }
  return std::nullopt;
}

std::optional<Candidate> Contents::file_named(const std::string& value, const base::Place& place) {
  auto meant = library_.meant_by(value);
  if (meant.size() == 1) return meant.front();
  if (!has_extension(value) || media_path_fault(value)) return std::nullopt;
  Candidate candidate;
  candidate.value = value;
  candidate.text = {fmt::format("tệp {}", value), fmt::format("the file {}", value)};
  Item item;
  item.source = AudioFile{value};
  item.place = place;
  candidate.items.push_back(std::move(item));
  return candidate;
}

std::optional<Contents::Part> Contents::answered(const std::string& value, const Said& said) {
  const auto plain = plain_text(value);
  if (plain == "bo") return Part{true, true, {}};
  if (plain == "doc") return Part{true, false, speech_candidate(said.text, said.text)};
  if (plain.starts_with("doc:")) {
    const auto text = trimmed(std::string_view(value).substr(4));
    if (text.empty() || text.size() > kLongestSpeech) return std::nullopt;
    return Part{true, false, speech_candidate(text, said.text)};
  }
  if (value.find("://") != std::string::npos) {
    if (relay_url_fault(value)) return std::nullopt;
    return Part{true, false, relay_candidate(value, said.text)};
  }
  if (plain == "nhac-hieu" || plain == "ba-tieng" || plain == "nhac-ket") {
    return Part{true, false, chime_candidate(plain)};
  }
  if (auto file = file_named(value, said.place)) return Part{true, false, std::move(*file)};
  return std::nullopt;
}

Contents::Part Contents::asked(const Said& said, std::vector<Candidate> choices, int places) {
  if (choices.empty()) choices = library_.suggestions(said.text);
  const auto part =
      asking_.ask<Part>(content_question(said, choices, places),
                        [&](const std::string& value) { return answered(value, said); });
  return part.value_or(Part{});
}

Contents::Part Contents::asked_relay(const Said& said, int places) {
  Question question{"relay",
                    said.place,
                    {fmt::format("“{}”: tiếp âm từ địa chỉ nào?", said.text),
                     fmt::format("\"{}\": relayed from which address?", said.text)},
                    {}};
  for (const auto& relay : library_.relays()) question.choices.push_back({relay.value, relay.text});
  question.choices.push_back({"bo", {"bỏ mục này", "leave it out"}});
  question.form = {"địa chỉ luồng như http://…/kenh.mp3",
                   "a stream's address such as http://…/live.mp3"};
  question.places = places;
  const auto part = asking_.ask<Part>(
      std::move(question), [&](const std::string& value) { return answered(value, said); });
  return part.value_or(Part{});
}

Contents::Part Contents::part(const Said& said, int places) {
  const auto key = match_key(said.text);
  if (const auto known = parts_.find(key); known != parts_.end()) return known->second;
  auto found = without_asking(said);
  if (!found) {
    found = is_relay_title(said.text) ? asked_relay(said, places)
                                      : asked(said, library_.meant_by(said.text), places);
  }
  return parts_.emplace(key, std::move(*found)).first->second;
}

Content Contents::as_programme(const std::string& title, const std::vector<Part>& parts,
                               bool repeat, const base::Place& place) {
  if (std::ranges::any_of(parts, [](const Part& part) { return !part.known; })) return {};
  Programme programme;
  base::Text text;
  programme.place = place;
  for (const auto& part : parts) {
    if (part.left_out) continue;
    for (auto item : part.candidate.items) {
      if (programme.items.size() < kMostItems) programme.items.push_back(std::move(item));
    }
    if (!text.vi.empty()) {
      text.vi += " + ";
      text.en += " + ";
    }
    text.vi += part.candidate.text.vi;
    text.en += part.candidate.text.en;
  }
  if (programme.items.empty()) return {"", {"bỏ qua", "left out"}, true};
  programme.title = title + (repeat ? " (PL)" : "");
  for (auto& item : programme.items) {
    if (item.title.empty() && !std::holds_alternative<Chime>(item.source)) item.title = title;
  }
  programme.id = free_id(slug_of(programme.title));
  return add(std::move(programme), std::move(text));
}

Content Contents::find(const std::string& title, const std::vector<Said>& lines, const Said& file,
                       bool repeat, int places) {
  const auto place = lines.empty() ? base::Place{} : lines.front().place;
  if (!file.text.empty()) {
    const Said said{file.text, file.place};
    auto named = file_named(file.text, file.place);
    const auto one = named ? Part{true, false, std::move(*named)} : part(said, places);
    return as_programme(title, {one}, repeat, place);
  }
  const Said whole{title, place};
  if (repeat) {
    const auto with_mark = library_.meant_by(title + " (PL)");
    if (with_mark.size() == 1 && with_mark.front().programme != nullptr) {
      return use_template(*with_mark.front().programme, true, place);
    }
  }
  if (const auto known = without_asking(whole)) {
    const auto* programme = known->candidate.programme;
    const auto key = match_key(title);
    const bool full = programme != nullptr &&
                      (match_key(programme->title) == key || match_key(programme->id) == key);
    if (full) return use_template(*programme, repeat, place);
    return as_programme(title, {*known}, repeat, place);
  }
  std::vector<Part> parts;
  for (const auto& said : parts_of(title, place)) parts.push_back(part(said, places));
  return as_programme(title, parts, repeat, place);
}

}  // namespace loa::schedules::intake
