// The configuration, and the station that runs by it.
#include <fmt/format.h>

#include "cli/doctor/judge.h"
#include "cli/words.h"

namespace loa::doctor {
namespace {

using base::Text;

std::string joined_words(const std::vector<std::string>& codes) {
  std::string text;
  for (const auto& code : codes) text += (text.empty() ? "" : "; ") + cli::word_for(code);
  return text;
}

}  // namespace

void judge_config(const Facts& facts, Findings& findings) {
  for (const auto& problem : facts.config_problems) {
    const bool error = problem.severity == base::Severity::error;
    findings.push_back({error ? "config-error" : "config-warning",
                        error ? Grade::fail : Grade::warn,
                        {to_string(problem, base::Language::vietnamese),
                         to_string(problem, base::Language::english)},
                        {"sửa dòng ấy; ý nghĩa từng khóa ở loa-station.schema.json",
                         "mend that line; loa-station.schema.json explains every key"}});
  }
  if (!facts.configured) return;
  findings.push_back({"config-ok",
                      Grade::ok,
                      {fmt::format("cấu hình {} đọc được", facts.config_file),
                       fmt::format("the configuration {} can be read", facts.config_file)}});
}

void judge_station(const Facts& facts, Findings& findings) {
  const auto& station = facts.station;
  if (station.forbidden) {
    findings.push_back({"station-forbidden",
                        Grade::warn,
                        {"đài đang chạy nhưng chỉ trả lời chủ máy",
                         "the station runs, but answers only the machine's owner"},
                        {"chạy lại bằng sudo", "run this again with sudo"}});
  } else if (!station.running && station.locked) {
    findings.push_back(
        {"station-silent",
         Grade::fail,
         {fmt::format("có chương trình đang giữ thư mục trạng thái nhưng không trả "
                      "lời ở {}",
                      station.url),
          fmt::format("a program holds the state folder, but nothing answers at {}", station.url)},
         {"xem vì sao trang không mở được (địa chỉ, cổng): journalctl -u loa-station; rồi khởi "
          "động lại: systemctl restart loa-station",
          "see why its page cannot open (address, port): journalctl -u loa-station; then restart "
          "it: systemctl restart loa-station"}});
  } else if (!station.running) {
    findings.push_back({"station-stopped",
                        Grade::warn,
                        {"loa-station không chạy: không có gì được phát",
                         "loa-station does not run: nothing will sound"},
                        {"systemctl start loa-station; xem nhật ký hệ thống: journalctl -u "
                         "loa-station",
                         "systemctl start loa-station; read its log: journalctl -u loa-station"}});
  } else if (station.faults.empty()) {
    findings.push_back({"station-ok",
                        Grade::ok,
                        {fmt::format("loa-station {} đang chạy, không có sự cố", station.software),
                         fmt::format("loa-station {} runs without a fault", station.software)}});
  } else {
    const auto words = joined_words(station.faults);
    findings.push_back(
        {"station-faults",
         Grade::warn,
         {"đài đang chạy và báo: " + words, "the station runs and reports: " + words},
         {"xem trang của đài, hoặc: loa status", "see its page, or: loa status"}});
  }
}

}  // namespace loa::doctor
