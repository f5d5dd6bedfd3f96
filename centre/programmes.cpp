#include "centre/programmes.h"

#include <nlohmann/json.hpp>

#include "base/log.h"
#include "centre/intake.h"
#include "trust/roles.h"

namespace loa::centre {
namespace {

using protocol::HttpResponse;

}  // namespace

Programmes::Programmes(Store& store) : store_(store) { load(); }

void Programmes::load() {
  const auto kept = store_.bundle();
  if (!kept) return;
  base::Problems problems;
  bundle_ = trust::read_bundle(kept->text, "bundle", problems);
  if (!bundle_) base::log(base::LogLevel::error, base::to_string(problems.at(0)));
  fingerprint_ = bundle_ ? kept->fingerprint : "";
  version_ = kept->version;
}

void Programmes::follow() {
  if (!store_.shared()) return;
  const auto kept = store_.bundle_head();
  if (kept && kept->fingerprint != fingerprint_) load();
}

std::set<base::Sha256> Programmes::media() {
  follow();
  std::set<base::Sha256> hashes;
  if (!bundle_) return hashes;
  for (const auto& named : trust::media_of(*bundle_)) hashes.insert(named.content.hash);
  return hashes;
}

const std::string& Programmes::fingerprint() {
  follow();
  return fingerprint_;
}

HttpResponse Programmes::take(const std::string& text, base::Wall now) {
  follow();
  base::Problems problems;
  auto bundle = trust::read_bundle(text, "bundle", problems);
  if (!bundle) return refusal(400, "malformed-bundle", problems.at(0));
  const auto timestamp = trust::read_timestamp(bundle->timestamp, "timestamp", problems);
  if (!timestamp) return refusal(400, "malformed-bundle", problems.at(0));
  const auto version = timestamp->header.version;
  if (version < version_) return refusal(409, "older-programme");
  auto fingerprint = trust::fingerprint(*bundle);
  store_.put_bundle({fingerprint, version, text, now});
  fingerprint_ = std::move(fingerprint);
  version_ = version;
  bundle_ = std::move(bundle);
  base::log(base::LogLevel::info,
            "a bundle of signed weeks was taken, version " + std::to_string(version));
  return {200, "application/json", nlohmann::json{{"version", version}}.dump(), {}};
}

HttpResponse Programmes::give(const std::string& station) {
  follow();
  if (!bundle_) return refusal(404, "no-programme");
  return {200, "application/json", trust::write_bundle(trust::cut_for(*bundle_, station)), {}};
}

}  // namespace loa::centre
