#include "centre/media.h"

#include <cerrno>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <system_error>

#include "base/log_event.h"
#include "centre/intake.h"
#include "protocol/http_file.h"

namespace loa::centre {
namespace {

using protocol::HttpRequest;
using protocol::HttpResponse;

HttpResponse there(std::uint64_t bytes) {
  return {200, "application/json", nlohmann::json{{"bytes", bytes}}.dump(), {}};
}

HttpResponse goes_on_at(std::uint64_t bytes) {
  const nlohmann::json body{{"error", "wrong-offset"}, {"bytes", bytes}};
  return {409, "application/json", body.dump(), {}};
}

std::optional<std::uint64_t> asked_number(const HttpRequest& request, const char* name) {
  const auto found = request.query.find(name);
  if (found == request.query.end()) return std::nullopt;
  std::uint64_t value = 0;
  const auto* end = found->second.data() + found->second.size();
  const auto [stopped, error] = std::from_chars(found->second.data(), end, value);
  return error == std::errc{} && stopped == end ? std::optional(value) : std::nullopt;
}

std::optional<std::vector<base::Sha256>> hashes_in(const std::string& body) {
  const auto message = nlohmann::json::parse(body, nullptr, false);
  if (!message.is_object() || !message.contains("media") || !message["media"].is_array())
    return std::nullopt;
  std::vector<base::Sha256> hashes;
  for (const auto& one : message["media"]) {
    const auto hash = one.is_string() ? base::sha256_from_hex(one.get<std::string>())
                                      : std::optional<base::Sha256>{};
    if (!hash) return std::nullopt;
    hashes.push_back(*hash);
  }
  return hashes;
}

bool is_full(const std::system_error& error) {
  const auto code = error.code().value();
  return code == ENOSPC || code == EDQUOT || code == EFBIG;
}

}  // namespace

HttpResponse Media::lacking(const std::string& body) const {
  const auto hashes = hashes_in(body);
  if (!hashes) return refusal(400, "malformed-request");
  auto lacking = nlohmann::json::array();
  for (const auto& hash : *hashes)
    if (!store_.size_of(hash))
      lacking.push_back({{"sha256", base::to_hex(hash)}, {"begun", store_.begun(hash)}});
  return {200, "application/json", nlohmann::json{{"lacking", std::move(lacking)}}.dump(), {}};
}

Outcome Media::take(std::string_view name, const HttpRequest& request) {
  const auto hash = base::sha256_from_hex(name);
  const auto offset = asked_number(request, "offset");
  const auto bytes = asked_number(request, "bytes");
  const auto piece = request.body.size();
  if (!hash || !offset || !bytes || piece == 0 || *offset > *bytes || piece > *bytes - *offset)
    return refusal(400, "malformed-request");
  if (const auto size = store_.size_of(*hash)) return there(*size);
  try {
    return take_piece(*hash, request.body, *offset, *bytes);
  } catch (const std::system_error& error) {
    if (!is_full(error)) throw;
    base::log_event(base::LogLevel::error, "media-failed", {{"error", error.what()}});
    return refusal(507, "disk-full");
  }
}

Outcome Media::take_piece(const base::Sha256& hash, const std::string& piece, std::uint64_t offset,
                          std::uint64_t bytes) {
  std::erase_if(finishing_, [](const auto& one) { return one.second.expired(); });
  if (finishing_.contains(hash)) return come_again("busy", std::chrono::seconds{1});
  if (store_.available() < kKeepFree + (bytes - offset)) return refusal(507, "disk-full");
  if (!store_.append(hash, offset, piece)) return goes_on_at(store_.begun(hash));
  const auto now = offset + piece.size();
  if (now < bytes) return there(now);
  return finish(hash, bytes);
}

// Seconds for an hour of sound, in which reports and commands would wait.
Later Media::finish(const base::Sha256& hash, std::uint64_t bytes) {
  const auto lasts = std::make_shared<int>();
  finishing_[hash] = lasts;
  return {[store = store_, hash, bytes, lasts] {
    if (!store.finish(hash)) return refusal(422, "wrong-content");
    base::log_event(base::LogLevel::info, "media-taken",
                    {{"sha256", base::to_hex(hash)}, {"bytes", bytes}});
    return there(bytes);
  }};
}

HttpResponse media_answer(const base::ContentStore& store, std::string_view name,
                          const HttpRequest& request) {
  const auto hash = base::sha256_from_hex(name);
  auto file = hash ? protocol::SentFile::open(store.path_of(*hash)) : nullptr;
  if (!file) return refusal(404, "no-such-media");
  return protocol::file_answer(request, std::move(file), "application/octet-stream",
                               base::to_hex(*hash));
}

void Media::tidy(const std::set<base::Sha256>& named, base::Wall now) const {
  try {
    for (const auto& file : store_.files()) {
      if (named.contains(file.hash) || now - file.changed < kKeepUnnamed) continue;
      store_.remove(file);
      base::log_event(base::LogLevel::info, "media-removed", {{"sha256", base::to_hex(file.hash)}});
    }
  } catch (const std::system_error& error) {
    base::log_event(base::LogLevel::warning, "media-failed", {{"error", error.what()}});
  }
}

}  // namespace loa::centre
