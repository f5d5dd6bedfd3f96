// loa schedule load, loa schedule show.
#include <fmt/format.h>

#include <filesystem>

#include "base/files.h"
#include "base/language.h"
#include "base/problem.h"
#include "cli/station_commands.h"
#include "cli/words.h"
#include "trust/bundle.h"

namespace loa::cli {
namespace {

using base::Text;
using Json = nlohmann::ordered_json;

base::Problem problem_from(const Json& json, const std::string& file) {
  base::Problem problem;
  problem.severity =
      json.value("severity", "") == "error" ? base::Severity::error : base::Severity::warning;
  problem.code = json.value("code", "");
  problem.place = {file, json.value("line", 0), json.value("column", 0)};
  problem.field = json.value("field", "");
  problem.message = {json.at("message").value("vi", ""), json.at("message").value("en", "")};
  return problem;
}

Text outcome(const Json& verdict) {
  const auto title = verdict.at("understood").value("title", "");
  if (verdict.value("submitted", false)) {
    return {fmt::format("đã nộp “{}”, chờ người duyệt", title),
            fmt::format("“{}” was submitted and waits for approval", title)};
  }
  if (verdict.value("pending", false)) {
    return {fmt::format("đã nhận “{}”, chờ đồng hồ tin được", title),
            fmt::format("“{}” is kept until the clock is trusted", title)};
  }
  return {fmt::format("đã nhận “{}”", title), fmt::format("“{}” was taken", title)};
}

int load(const std::string& url, const std::string& file) {
  const auto text = base::read_file(file, trust::kLargestBundle);
  const auto name = std::filesystem::path(file).filename().string();
  auto answer = StationClient(url).post("/v1/schedule", text, {{"name", name}});
  const auto verdict = answer.json();
  if (!verdict.is_object() || !verdict.contains("problems")) checked(std::move(answer));
  for (const auto& problem : verdict.at("problems")) {
    fmt::print(stderr, "{}\n", to_string(problem_from(problem, file)));
  }
  if (!verdict.value("ok", false)) {
    return refuse({"đài không nhận lịch này", "not taken"}, kProblems);
  }
  fmt::print("{}\n", outcome(verdict).shown());
  return kFine;
}

int show(const std::string& url, bool week) {
  const StationClient station(url);
  if (!week) {
    fmt::print("{}\n", station.need("/v1/schedule").body);
    return kFine;
  }
  const auto next_days = station.need("/v1/schedule/week").json();
  std::string day;
  for (const auto& slot : next_days.at("slots")) {
    const auto start = slot.value("start", "");
    if (start.substr(0, 10) != day) fmt::print("{}\n", day = start.substr(0, 10));
    fmt::print("  {} – {}  {}  ({})\n", start.substr(11, 5), slot.value("end", "").substr(11, 5),
               slot.value("title", ""), level_word(slot.value("level", 0)));
  }
  return kFine;
}

}  // namespace

void add_week_commands(CLI::App& schedule, Action& chosen, const StationUrl& url) {
  auto file = std::make_shared<std::string>();
  auto* load_command =
      schedule.add_subcommand("load", Text{"nạp lịch tuần, hay gói lịch đã ký, vào đài",
                                           "load a week, or a signed bundle, into the station"}
                                          .shown());
  load_command->fallthrough();
  load_command
      ->add_option("FILE", *file, Text{"tệp lịch hoặc gói lịch", "schedule file or bundle"}.shown())
      ->required();
  load_command->callback([&chosen, url, file] { chosen = [=] { return load(*url, *file); }; });
  auto week = std::make_shared<bool>(false);
  auto* show_command = schedule.add_subcommand(
      "show",
      Text{"in lịch mà đài đang giữ (JSON)", "print the station's schedule (JSON)"}.shown());
  show_command->fallthrough();
  show_command->add_flag("--week", *week,
                         Text{"bảng bảy ngày tới", "a table of the next seven days"}.shown());
  show_command->callback([&chosen, url, week] { chosen = [=] { return show(*url, *week); }; });
}

}  // namespace loa::cli
