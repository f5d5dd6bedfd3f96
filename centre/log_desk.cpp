#include "centre/log_desk.h"

#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "base/log_event.h"
#include "centre/intake.h"
#include "centre/log_check.h"
#include "trust/cosignature.h"

namespace loa::centre {
namespace {

constexpr std::string_view kLogPrefix = "/log/";
constexpr std::string_view kEntries = "/log/tile/entries/";
// Witnesses that come once an hour, each by its own clock, find the heads of a day.
constexpr std::size_t kKeptHeads = 200;

protocol::HttpResponse log_text(std::string text) {
  return {200, "text/plain; charset=utf-8", std::move(text), {{"Cache-Control", "no-store"}}};
}

}  // namespace

LogDesk::LogDesk(const std::vector<trust::LogKey>& witnesses, Store& store, RecordLog& log)
    : witnesses_(witnesses), store_(store), log_(log) {
  std::set<std::string> known;
  for (const auto& witness : witnesses_) known.insert(to_text(witness));
  store_.forget_other_witnesses(known);
}

bool LogDesk::is_here(std::string_view path) { return path.starts_with(kLogPrefix); }

bool LogDesk::is_open(std::string_view path) {
  return is_here(path) && !path.starts_with(kEntries);
}

protocol::HttpResponse LogDesk::get(const protocol::HttpRequest& request) {
  const auto path = std::string_view(request.path).substr(kLogPrefix.size());
  if (path == "key") return log_text(to_text(log_.name()) + "\n");
  if (path != "checkpoint") return tile(path);
  const auto after = request.query.find("after");
  if (after == request.query.end()) return log_text(log_.head());
  std::uint64_t size = 0;
  const auto* const last = after->second.data() + after->second.size();
  const auto [end, error] = std::from_chars(after->second.data(), last, size);
  if (error != std::errc{} || end != last) return refusal(400, "malformed-request");
  return log_text(log_.head_after(size));
}

protocol::HttpResponse LogDesk::tile(std::string_view path) {
  auto tile = log_.tile(path);
  if (!tile) return refusal(404, "not-found");
  return {200,
          "application/octet-stream",
          std::move(*tile),
          {{"Cache-Control", "public, max-age=31536000, immutable"}}};
}

protocol::HttpResponse LogDesk::take(const protocol::HttpRequest& request, const base::Now& now) {
  const auto head = trust::read_tree_head(request.body, log_.name());
  if (!head) return refusal(403, "foreign-head");
  if (!log_.continues(*head)) return contradicted(*head, request.peer, now.wall);
  const auto found = trust::cosignatures(request.body, witnesses_, now.wall);
  if (found.empty()) return refusal(403, "unknown-witness");
  for (const auto& one : found) store_.put_cosignature(*head, to_text(one.by), one.line);
  store_.forget_cosignatures(kKeptHeads);
  return {200, "application/json", nlohmann::json{{"kept", found.size()}}.dump(), {}};
}

protocol::HttpResponse LogDesk::contradicted(const trust::TreeHead& head, const std::string& peer,
                                             base::Wall now) {
  const auto detail =
      fmt::format("a head of {} entries that this centre's key has signed", head.size);
  base::log_event(base::LogLevel::error, "log-contradicted",
                  {{"size", head.size}, {"root", base::to_hex(head.root)}, {"peer", peer}});
  store_.put_event({"", "log-contradicted", fmt::format("{}", head.size), detail, now, now, 1});
  return refusal(409, "log-contradicted");
}

}  // namespace loa::centre
