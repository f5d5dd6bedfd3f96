#include "centre/acts_command.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "centre/acts.h"
#include "centre/snapshot.h"
#include "centre/verify.h"

namespace loa::centre {
namespace {

constexpr std::size_t kActsAtOnce = 1000;

std::string line_of(const journal::Row& row) {
  const auto act = nlohmann::json::parse(act_json(row));
  const auto text = [&](const char* name) { return act.value(name, ""); };
  const auto by = text("by").empty() ? text("peer") : text("by") + " (" + text("peer") + ")";
  return fmt::format("{}  {:<10} {:<8} {}  {}", text("time").substr(0, 19), text("what"),
                     text("state"), by, text("subject"));
}

void print_acts(Store& store, const std::string& record, bool as_json, std::ostream& out) {
  std::uint64_t epoch = 0;
  std::uint64_t seq = 0;
  for (;;) {
    const auto rows = store.rows_after(record, epoch, seq, kActsAtOnce);
    for (const auto& row : rows) out << (as_json ? act_json(row) : line_of(row)) << '\n';
    if (rows.size() < kActsAtOnce) return;
    epoch = rows.back().epoch;
    seq = rows.back().seq;
  }
}

}  // namespace

bool show_acts(const Config& config, bool as_json, std::ostream& out, std::ostream& errors) {
  Store store(open_to_read(config));
  const Snapshot moment(store.sql());
  const auto key = trust::log_key_from(store.log_key());
  if (!key) return true;  // a centre that never ran
  print_acts(store, key->name, as_json, out);
  const auto found = verify(store, {key->name});
  for (const auto& finding : found.findings)
    errors << words_of(finding).shown() << " (" << code_of(finding.wrong) << ")\n";
  return found.findings.empty();
}

}  // namespace loa::centre
