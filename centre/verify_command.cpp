#include "centre/verify_command.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "base/files.h"
#include "centre/plays.h"
#include "centre/snapshot.h"
#include "centre/verify.h"

namespace loa::centre {
namespace {

using Json = nlohmann::ordered_json;

[[noreturn]] void refuse_argument(const std::string& given, const char* option, base::Text text) {
  throw base::BadInput({{base::Severity::error, "bad-argument", {given}, option, std::move(text)}});
}

std::pair<base::Wall, base::Wall> day_given(const std::string& zone, const std::string& day,
                                            const char* option) {
  const auto range = day_in(zone, day);
  if (!range)
    refuse_argument(day, option, {"phải là ngày, như 2026-11-23", "must be a day: 2026-11-23"});
  return *range;
}

std::optional<std::pair<base::Wall, base::Wall>> taken_in(const Config& config,
                                                          const VerifyArguments& arguments) {
  if (arguments.from.empty() && arguments.to.empty()) return std::nullopt;
  std::pair<base::Wall, base::Wall> range{base::Wall{}, journal::kLastTime};
  if (!arguments.from.empty()) range.first = day_given(config.zone, arguments.from, "--from").first;
  if (!arguments.to.empty()) range.second = day_given(config.zone, arguments.to, "--to").second;
  return range;
}

trust::TreeHead kept_head(Store& store, const std::filesystem::path& file) {
  const auto key = trust::log_key_from(store.log_key());
  const auto head =
      key ? trust::read_tree_head(base::read_file(file, trust::kLargestProof), *key) : std::nullopt;
  if (!head)
    refuse_argument(file.string(), "--head",
                    {"không phải đầu sổ do khóa của trung tâm này ký (xem /log/checkpoint)",
                     "this is no head that this centre's key has signed (see /log/checkpoint)"});
  return *head;
}

Json json_of(const Finding& finding) {
  Json json{{"code", code_of(finding.wrong)}};
  if (!finding.station.empty()) json["station"] = finding.station;
  if (finding.entry) json["entry"] = *finding.entry;
  if (finding.epoch != 0) {
    json["epoch"] = finding.epoch;
    json["seq"] = finding.first;
    json["lastSeq"] = finding.last;
  }
  if (finding.moved_from != 0) json["movedFrom"] = finding.moved_from;
  json["detail"] = words_of(finding).shown();
  return json;
}

void print_json(const Verified& found, std::ostream& out) {
  auto findings = Json::array();
  for (const auto& finding : found.findings) findings.push_back(json_of(finding));
  out << Json{{"ok", found.findings.empty()},
              {"stations", found.stations},
              {"rows", found.rows},
              {"entries", found.entries},
              {"unloggedRows", found.unlogged},
              {"unsignedEpochs", found.unsigned_epochs},
              {"findings", std::move(findings)}}
             .dump()
      << '\n';
}

void print_words(const Verified& found, std::ostream& out) {
  for (const auto& finding : found.findings) {
    const auto whose = finding.station.empty() ? "" : finding.station + ": ";
    out << whose << words_of(finding).shown() << " (" << code_of(finding.wrong) << ")\n";
  }
  out << base::Text{fmt::format("đã soát {} dòng của {} đài, {} mục của sổ: {}", found.rows,
                                found.stations, found.entries,
                                found.findings.empty() ? "không có gì sai" : "CÓ CHỖ SAI"),
                    fmt::format("{} rows of {} stations, {} entries of the log: {}", found.rows,
                                found.stations, found.entries,
                                found.findings.empty() ? "nothing is wrong" : "NOT AS TAKEN")}
             .shown()
      << '\n';
  if (found.unlogged + found.unsigned_epochs == 0) return;
  out << base::Text{fmt::format("trong đó {} dòng có từ trước khi có sổ, {} kỳ chưa được đài ký",
                                found.unlogged, found.unsigned_epochs),
                    fmt::format("of these {} rows are of before the log, {} epochs not signed by "
                                "their station",
                                found.unlogged, found.unsigned_epochs)}
             .shown()
      << '\n';
}

}  // namespace

bool verify_record(const Config& config, const VerifyArguments& arguments, std::ostream& out) {
  VerifyWanted wanted{arguments.station, taken_in(config, arguments)};
  Store store(open_to_read(config));
  const Snapshot moment(store.sql());
  const auto& station = arguments.station;
  if (!station.empty() && !store.station(station) && store.epochs_on_record(station).empty())
    refuse_argument(station, "STATION", {"trung tâm không biết đài này", "no such station here"});
  if (!arguments.head.empty()) wanted.head = kept_head(store, arguments.head);
  const auto found = verify(store, wanted);
  arguments.json ? print_json(found, out) : print_words(found, out);
  return found.findings.empty();
}

}  // namespace loa::centre
