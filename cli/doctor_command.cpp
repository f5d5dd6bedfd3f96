// loa doctor.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/language.h"
#include "cli/doctor/gather.h"
#include "cli/doctor/judge.h"
#include "cli/machine_commands.h"

namespace loa::cli {
namespace {

using base::Text;
using doctor::Finding;
using doctor::Findings;
using doctor::Grade;
using Json = nlohmann::ordered_json;

Json text_json(const Text& text) { return {{"vi", text.vi}, {"en", text.en}}; }

void print_findings_json(const Findings& findings) {
  auto list = Json::array();
  for (const auto& finding : findings) {
    Json one{{"code", finding.code},
             {"severity", doctor::name_of(finding.grade)},
             {"message", text_json(finding.what)}};
    if (!finding.remedy.vi.empty()) one["remedy"] = text_json(finding.remedy);
    list.push_back(std::move(one));
  }
  const Json json{{"result", doctor::name_of(doctor::worst(findings))}, {"findings", list}};
  fmt::print("{}\n", json.dump(2, ' ', false, Json::error_handler_t::replace));
}

Text mark_of(Grade grade) {
  switch (grade) {
    case Grade::ok:
      return {"  được ", "   ok  "};
    case Grade::warn:
      return {"LƯU Ý  ", "WARNING"};
    case Grade::fail:
      return {"HỎNG   ", "FAILURE"};
  }
  return {};
}

Text conclusion(Grade grade) {
  switch (grade) {
    case Grade::ok:
      return {"Mọi thứ đều ổn.", "All is well."};
    case Grade::warn:
      return {"Đài phát được, nhưng có điều nên xem.",
              "It can be on air; some things want a look."};
    case Grade::fail:
      return {"Có chỗ hỏng phải sửa.", "Something must be mended."};
  }
  return {};
}

void print_findings(const Findings& findings) {
  for (const auto& finding : findings) {
    fmt::print("{} {}\n", mark_of(finding.grade).shown(), finding.what.shown());
    const auto& remedy = finding.remedy.shown();
    if (!remedy.empty()) fmt::print("        → {}\n", remedy);
  }
  fmt::print("\n{}\n", conclusion(doctor::worst(findings)).shown());
}

// 0: all well, 1: warnings, 2: failures.
int examine(const doctor::Where& where, bool json) {
  const auto findings = doctor::judge(doctor::gather(where));
  if (json) {
    print_findings_json(findings);
  } else {
    print_findings(findings);
  }
  return static_cast<int>(doctor::worst(findings));
}

}  // namespace

void add_doctor_command(CLI::App& app, Action& chosen) {
  auto* command =
      app.add_subcommand("doctor", Text{"khám máy và đài, nói rõ chỗ nào hỏng và phải làm gì",
                                        "examine machine and station; say what to do"}
                                       .shown());
  const auto config = add_config_option(*command);
  command->fallthrough();
  auto json = std::make_shared<bool>(false);
  command->add_flag("--json", *json, Text{"in JSON", "print JSON"}.shown());
  // A station that is named is asked; else the one of the configuration.
  const auto* station = app.get_option("--station");
  command->callback([&chosen, config, json, station] {
    const auto url = station->count() > 0 ? station->as<std::string>() : "";
    chosen = [=] { return examine({*config, url}, *json); };
  });
}

}  // namespace loa::cli
