// loa log, loa log verify.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "base/files.h"
#include "base/language.h"
#include "cli/local_time.h"
#include "cli/schedule_file.h"
#include "cli/station_commands.h"
#include "cli/words.h"
#include "journal/journal.h"
#include "protocol/receipt.h"

namespace loa::cli {
namespace {

using base::Text;
using Json = nlohmann::ordered_json;

struct LogArguments {
  std::string since;
  std::string database;
  std::string receipt;
  std::string key;  // of the centre that gave the receipt
  bool json = false;
};

constexpr std::size_t kLargestCentreKey = 4096;
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

// The key itself, or a file that holds it.
trust::LogKey centre_key(const std::string& given) {
  std::error_code none;
  auto text =
      std::filesystem::exists(given, none) ? base::read_file(given, kLargestCentreKey) : given;
  while (text.ends_with('\n')) text.pop_back();
  const auto key = trust::log_key_from(text);
  if (key) return *key;
  throw base::BadInput({{base::Severity::error,
                         "bad-key",
                         {given},
                         "--key",
                         {"không phải khóa của trung tâm (xem /log/key ở trung tâm)",
                          "this is no centre's key (see /log/key at the centre)"}}});
}

int verify_receipt(const LogArguments& arguments) {
  if (arguments.key.empty())
    return refuse({"--receipt cần --key, khóa của trung tâm (xem /log/key ở trung tâm)",
                   "--receipt needs --key, the centre's key (see /log/key at the centre)"},
                  kUsage);
  const auto found =
      protocol::verify_receipt(base::read_file(arguments.receipt, trust::kLargestProof),
                               centre_key(arguments.key), arguments.receipt);
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
  command->callback([&chosen, command, url, arguments] {
    // CLI11 calls this after a subcommand's callback too.
    if (command->get_subcommands().empty()) chosen = [=] { return show_log(*url, *arguments); };
  });
}

}  // namespace loa::cli
