// loa log, loa log verify, loa log witness.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "base/clock.h"
#include "base/files.h"
#include "base/language.h"
#include "cli/local_time.h"
#include "cli/log_keys.h"
#include "cli/log_witness.h"
#include "cli/schedule_file.h"
#include "cli/station_commands.h"
#include "cli/words.h"
#include "journal/journal.h"
#include "protocol/receipt.h"
#include "trust/cosignature.h"

namespace loa::cli {
namespace {

using base::Text;
using Json = nlohmann::ordered_json;

struct LogArguments {
  std::string since;
  std::string database;
  std::string receipt;
  std::string key;  // of the centre that gave the receipt
  std::vector<std::string> witnesses;
  std::optional<std::size_t> threshold;  // of them
  bool json = false;
};

constexpr auto kMostRows = "1000";
constexpr auto kFewRows = "60";

// How far it is proven, in words; "" where the row does not say.
std::string proof_of(const Json& row) {
  const auto evidence = Json::parse(row.value("evidence", ""), nullptr, false);
  if (!evidence.is_object() || !evidence.contains("proof")) return "";
  return ", " + word_for("proof-" + evidence.at("proof").dump());
}

void print_row(const Json& row) {
  const auto kind = row.value("kind", "");
  const auto time = row.value("time", "").substr(0, 19);
  if (kind == "event") {
    fmt::print("{}  {:<16} {}\n", time, "·", word_for(row.value("title", "")));
  } else if (kind == "result") {
    auto reason = row.value("reason", "");
    reason = reason.empty() || reason == "completed" ? "" : " (" + word_for(reason) + ")";
    fmt::print("{}  {:<16} {}{}{}\n", time, word_for(row.value("outcome", "")),
               row.value("title", ""), reason, proof_of(row));
  }
}

int show_log(const std::string& url, const LogArguments& arguments) {
  const StationClient station(url);
  const auto clock = station.need("/v1/status").json().at("clock");
  Query query{{"limit", kFewRows}};
  if (!arguments.since.empty()) {
    const auto since = since_time(arguments.since, clock.value("time", ""));
    if (!since) {
      const Text wrong{"--since phải là ngày hoặc giờ, như 2026-11-23 hay 2026-11-23T05:00",
                       "--since must be a day or a time, such as 2026-11-23 or 2026-11-23T05:00"};
      return refuse(wrong, kUsage);
    }
    query = {{"limit", kMostRows}, {"since", *since}};
  }
  auto rows = station.need("/v1/log", query).json().at("rows");
  if (arguments.since.empty()) std::reverse(rows.begin(), rows.end());
  for (const auto& row : rows) {
    if (arguments.json) {
      fmt::print("{}\n", row.dump());
    } else {
      print_row(row);
    }
  }
  return kFine;
}

std::filesystem::path default_database() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): this program has one thread
  const char* state = std::getenv("LOA_STATE");
  return std::filesystem::path(state == nullptr ? "/var/lib/loa" : state) / "journal.db";
}

// How many of the witnesses must have cosigned the head: all, where it was not said.
std::size_t wanted_witnesses(const LogArguments& arguments) {
  return arguments.threshold.value_or(arguments.witnesses.size());
}

base::Problem too_few_witnesses(const std::string& file, std::size_t found, std::size_t wanted) {
  return {base::Severity::error,
          "too-few-witnesses",
          {file},
          "",
          {fmt::format("chỉ {} máy làm chứng cho đầu sổ này, cần {}", found, wanted),
           fmt::format("{} witnesses have cosigned the log's head, {} are needed", found, wanted)}};
}

int verify_receipt(const LogArguments& arguments) {
  if (arguments.key.empty())
    return refuse({"--receipt cần --key, khóa của trung tâm (xem /log/key ở trung tâm)",
                   "--receipt needs --key, the centre's key (see /log/key at the centre)"},
                  kUsage);
  const auto key = centre_key_given(arguments.key, "--key");
  const auto witnesses = witness_keys_given(arguments.witnesses, key);
  const auto wanted = wanted_witnesses(arguments);
  if (wanted > witnesses.size())
    return refuse(
        {"--threshold lớn hơn số --witness", "--threshold is more than there are --witness"},
        kUsage);
  auto found = protocol::verify_receipt(base::read_file(arguments.receipt, trust::kLargestProof),
                                        key, arguments.receipt);
  const auto cosigned = trust::cosignatures(found.note, witnesses, base::wall_now());
  if (found.problems.empty() && cosigned.size() < wanted)
    found.problems.push_back(too_few_witnesses(arguments.receipt, cosigned.size(), wanted));
  print_problems(stderr, found.problems);
  if (!found.problems.empty()) return kProblems;
  const auto received = base::to_rfc3339(found.batch->received);
  const Text fine{
      fmt::format("{}: dòng {}/{} của {} nằm trong sổ của trung tâm ({} mục), nhận lúc {}",
                  arguments.receipt, found.row->epoch, found.row->seq, found.row->station,
                  found.head.size, received),
      fmt::format("{}: row {}/{} of {} stands in the centre's log ({} entries), received at {}",
                  arguments.receipt, found.row->epoch, found.row->seq, found.row->station,
                  found.head.size, received)};
  fmt::print("{}\n", fine.shown());
  for (const auto& one : cosigned) {
    const auto when = base::to_rfc3339(one.when);
    const Text said{fmt::format("  {} làm chứng lúc {}", one.by.name, when),
                    fmt::format("  witnessed by {} at {}", one.by.name, when)};
    fmt::print("{}\n", said.shown());
  }
  return kFine;
}

int verify(const LogArguments& arguments) {
  if (!arguments.receipt.empty()) return verify_receipt(arguments);
  const std::filesystem::path database =
      arguments.database.empty() ? default_database() : std::filesystem::path(arguments.database);
  const auto found = journal::verify(database);
  if (found.ok) {
    const Text fine{fmt::format("{}: {} dòng, chuỗi băm nguyên vẹn", database.string(), found.rows),
                    fmt::format("{}: {} rows, the chain holds", database.string(), found.rows)};
    fmt::print("{}\n", fine.shown());
    return kFine;
  }
  const Text bad{fmt::format("{}: hỏng từ dòng {} (đợt {}): {}", database.string(), found.bad_seq,
                             found.bad_epoch, found.why),
                 fmt::format("{}: bad from seq {} (epoch {}): {}", database.string(), found.bad_seq,
                             found.bad_epoch, found.why)};
  fmt::print("{}\n", bad.shown());
  return kProblems;
}

void add_verify(CLI::App& group, Action& chosen) {
  auto arguments = std::make_shared<LogArguments>();
  auto* command = group.add_subcommand(
      "verify", Text{"kiểm tra chuỗi băm của nhật ký", "check the journal's hash chain"}.shown());
  command->add_option("DB", arguments->database,
                      Text{"tệp nhật ký; mặc định là journal.db trong $LOA_STATE (/var/lib/loa)",
                           "the journal file; by default journal.db in $LOA_STATE (/var/lib/loa)"}
                          .shown());
  command
      ->add_option("--receipt", arguments->receipt,
                   Text{"biên nhận của trung tâm: dòng ấy có nằm trong sổ của trung tâm không",
                        "a receipt of the centre: whether its row stands in the centre's log"}
                       .shown())
      ->type_name("FILE");
  command
      ->add_option(
          "--key", arguments->key,
          Text{"khóa của trung tâm, hoặc tệp chứa nó", "the centre's key, or a file that holds it"}
              .shown())
      ->type_name("KEY");
  command
      ->add_option("--witness", arguments->witnesses,
                   Text{"khóa của một máy làm chứng, hoặc tệp chứa nó; nêu được nhiều lần",
                        "a witness's key, or a file that holds it; may be given several times"}
                       .shown())
      ->type_name("KEY");
  command
      ->add_option("--threshold", arguments->threshold,
                   Text{"ít nhất bấy nhiêu máy trong số đó đã làm chứng; không nêu là tất cả",
                        "so many of them must have cosigned; all without it"}
                       .shown())
      ->type_name("N");
  command->callback([&chosen, arguments] { chosen = [=] { return verify(*arguments); }; });
}

}  // namespace

void add_log_commands(CLI::App& app, Action& chosen, const StationUrl& url) {
  auto arguments = std::make_shared<LogArguments>();
  auto* command = app.add_subcommand("log", Text{"nhật ký phát", "the as-run record"}.shown());
  command->fallthrough();
  command->add_option("--since", arguments->since, Text{"từ lúc này", "from this time on"}.shown())
      ->type_name("T");
  command->add_flag(
      "--json", arguments->json,
      Text{"mọi dòng, mỗi dòng một đối tượng JSON", "every row, one JSON object a line"}.shown());
  add_verify(*command, chosen);
  add_log_witness(*command, chosen);
  command->callback([&chosen, command, url, arguments] {
    // CLI11 calls this after a subcommand's callback too.
    if (command->get_subcommands().empty()) chosen = [=] { return show_log(*url, *arguments); };
  });
}

}  // namespace loa::cli
