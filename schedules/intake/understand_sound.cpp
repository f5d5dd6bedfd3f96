// How slots sound beside others, and on which clusters of loudspeakers.
#include <fmt/format.h>

#include <algorithm>

#include "schedules/intake/grammar_plain.h"
#include "schedules/intake/understand_plan.h"

namespace loa::schedules::intake {
namespace {

// A cell's lines, and where a line is no name its parts between commas.
std::vector<std::string> parts_by(std::string_view text, std::string_view separators) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find_first_of(separators, at), text.size());
    if (auto part = trimmed(text.substr(at, end - at)); !part.empty())
      parts.push_back(std::move(part));
    at = end + 1;
  }
  return parts;
}

bool means_all(const std::string& name) {
  const auto key = match_key(name);
  return key.empty() || key == match_key("tất cả") || key == match_key("toàn xã") ||
         key == match_key("toàn phường") || key == match_key("mọi cụm") || key == match_key("all");
}

std::string known_as(const std::string& name, const std::vector<std::string>& clusters) {
  const auto found = std::ranges::find_if(
      clusters, [&](const auto& known) { return match_key(known) == match_key(name); });
  return found == clusters.end() ? std::string() : *found;
}

}  // namespace

void Understanding::set_over(Plan& plan) {
  const auto* last = library_.last_slot_of(plan.content.programme, plan.start);
  plan.over = last != nullptr && last->over && plan.level != Level::emergency;
  if (plan.words.over) plan.over = true;
  const auto& said = plan.draft.over;
  if (!said.text.empty()) {
    const auto yes = yes_or_no_of(plain_text(said.text));
    if (!yes) {
      return error("bad-over", said.place,
                   {fmt::format("cột phát đè ghi “có” hoặc “không”, không phải “{}”", said.text),
                    fmt::format("the column says \"có\" or \"không\", not \"{}\"", said.text)});
    }
    plan.over = *yes;
  }
  if (!plan.over || plan.level != Level::emergency) return;
  error("over-emergency", said.text.empty() ? plan.draft.time_place : said.place,
        {"tin khẩn cấp luôn ngắt, không phát đè", "an emergency cuts; it goes over nothing"});
}

// Where the station names no clusters such a column is for people: who looks after which.
void Understanding::set_clusters(Plan& plan) {
  const auto& said = plan.draft.clusters;
  const auto& known = context_.clusters;
  if (said.text.empty() || known.empty()) {
    const auto* last = library_.last_slot_of(plan.content.programme, plan.start);
    if (last != nullptr) plan.clusters = last->clusters;
    return;
  }
  for (const auto& line : parts_by(said.text, "\n|;")) {
    if (means_all(line)) return plan.clusters.clear();
    const bool whole = !known_as(line, known).empty();
    for (const auto& part : whole ? std::vector{line} : parts_by(line, ",")) {
      auto name = known_as(part, known);
      if (name.empty()) {
        error("no-cluster", said.place,
              {fmt::format("đài này không có cụm loa “{}”", part),
               fmt::format("this station has no cluster \"{}\"", part)});
      } else if (std::ranges::find(plan.clusters, name) == plan.clusters.end()) {
        plan.clusters.push_back(std::move(name));
      }
    }
  }
}

}  // namespace loa::schedules::intake
