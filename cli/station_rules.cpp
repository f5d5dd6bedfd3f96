// loa override, loa collisions.
#include <fmt/format.h>

#include "base/language.h"
#include "cli/local_time.h"
#include "cli/station_commands.h"
#include "cli/words.h"

namespace loa::cli {
namespace {

using base::Text;
using Json = nlohmann::ordered_json;

struct OverrideArguments {
  std::string who;
  std::string why;
  std::string until;
  bool end = false;
};

int usage(const Text& wrong) { return refuse(wrong, kUsage); }

// "21:30" is today's.
std::optional<std::string> until_time(const std::string& text, const std::string& now) {
  const bool only_hour = text.size() == 5 && text[2] == ':';
  return since_time(only_hour ? now.substr(0, 11) + text : text, now);
}

int override_rules(const std::string& url, const OverrideArguments& arguments) {
  const StationClient station(url);
  if (arguments.end) {
    station.command("/v1/override/end", Json::object());
    fmt::print("{}\n", Text{"đã thôi miễn trừ", "the override is over"}.shown());
    return kFine;
  }
  if (arguments.who.empty() || arguments.why.empty() || arguments.until.empty()) {
    return usage({"cần đủ --who (ai cho phép), --why (vì sao), --until (đến lúc nào)",
                  "--who, --why and --until are all needed"});
  }
  const auto now = station.need("/v1/status").json().at("clock").value("time", "");
  const auto until = until_time(arguments.until, now);
  if (!until) {
    return usage({"--until phải là giờ hôm nay như 21:30, hoặc 2026-11-23T21:30",
                  "--until must be an hour of today such as 21:30, or 2026-11-23T21:30"});
  }
  station.command("/v1/override",
                  {{"who", arguments.who}, {"why", arguments.why}, {"until", *until}});
  const Text done{fmt::format("quy định được miễn trừ đến {}", *until),
                  fmt::format("the policy does not hold until {}", *until)};
  fmt::print("{}\n", done.shown());
  return kFine;
}

std::string line_of(const Json& side, const char* mark) {
  return fmt::format("  {} {}  {}–{}  {}\n", mark, side.value("start", "").substr(0, 10),
                     side.value("start", "").substr(11, 5), side.value("end", "").substr(11, 5),
                     side.value("title", ""));
}

int list_collisions(const StationClient& station) {
  const auto answer = station.need("/v1/collisions").json();
  const auto& list = answer.at("collisions");
  if (list.empty()) {
    const Text none{"bảy ngày tới không có tin ưu tiên nào trùng giờ",
                    "nothing of level 2 collides within seven days"};
    fmt::print("{}\n", none.shown());
  }
  for (const auto& one : list) {
    const bool open = one.at("answer").is_null();
    const auto first = open ? one.value("default", "") : one.value("answer", "");
    const bool is_first = one.at("first").value("key", "") == first;
    const Text state = open ? Text{"chưa chọn", "not decided"} : Text{"đã chọn", "decided"};
    fmt::print("{} ({})\n", one.value("id", ""), state.shown());
    fmt::print("{}", line_of(one.at("first"), is_first ? "1*" : "1 "));
    fmt::print("{}", line_of(one.at("second"), is_first ? "2 " : "2*"));
  }
  return kFine;
}

struct CollisionArguments {
  std::string id;
  int first = 0;
};

int collisions(const std::string& url, const CollisionArguments& arguments) {
  const StationClient station(url);
  if (arguments.id.empty() && arguments.first == 0) return list_collisions(station);
  if (arguments.id.empty() || arguments.first == 0) {
    return usage({"cần cả ID và --first 1 hoặc --first 2", "an ID and --first 1 or 2 are needed"});
  }
  const auto plus = arguments.id.find('+');
  const auto key = arguments.first == 1 || plus == std::string::npos
                       ? arguments.id.substr(0, plus)
                       : arguments.id.substr(plus + 1);
  station.command("/v1/collisions", {{"id", arguments.id}, {"first", key}});
  fmt::print("{}\n", Text{"đã ghi", "kept"}.shown());
  return kFine;
}

void add_override(CLI::App& app, Action& chosen, const StationUrl& url) {
  auto arguments = std::make_shared<OverrideArguments>();
  auto* command = app.add_subcommand(
      "override", Text{"miễn trừ quy định phát đến một lúc, có ghi nhật ký",
                       "lift the policy until some time; the record says who and why"}
                      .shown());
  command->fallthrough();
  command->add_option("--who", arguments->who, Text{"ai cho phép", "who allowed it"}.shown());
  command->add_option("--why", arguments->why, Text{"vì sao", "why"}.shown());
  command->add_option("--until", arguments->until,
                      Text{"đến lúc nào: 21:30, hoặc 2026-11-23T21:30", "until when"}.shown());
  command->add_flag("--end", arguments->end, Text{"thôi miễn trừ ngay", "end it now"}.shown());
  command->callback(
      [&chosen, url, arguments] { chosen = [=] { return override_rules(*url, *arguments); }; });
}

void add_collisions(CLI::App& app, Action& chosen, const StationUrl& url) {
  auto arguments = std::make_shared<CollisionArguments>();
  auto* command = app.add_subcommand(
      "collisions", Text{"các tin ưu tiên trùng giờ: xem, và chọn tin nào trước",
                         "items of level 2 that collide: list them, choose which goes first"}
                        .shown());
  command->fallthrough();
  command->add_option("ID", arguments->id, Text{"cặp nào", "which pair"}.shown());
  command
      ->add_option("--first", arguments->first, Text{"tin phát trước", "what goes first"}.shown())
      ->check(CLI::Range(1, 2));
  command->callback(
      [&chosen, url, arguments] { chosen = [=] { return collisions(*url, *arguments); }; });
}

}  // namespace

void add_rules_commands(CLI::App& app, Action& chosen, const StationUrl& url) {
  add_override(app, chosen, url);
  add_collisions(app, chosen, url);
}

}  // namespace loa::cli
