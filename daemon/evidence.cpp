// Measurements as JSON, rounded to what they are worth.
#include "daemon/evidence.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "audio/level_meter.h"

namespace loa::daemon {
namespace {

double rounded(double value) { return std::round(value * 10.0) / 10.0; }

double seconds_in(base::Duration time) {
  return rounded(std::chrono::duration<double>(time).count());
}

nlohmann::json loopback_json(const audio::LoopbackProof& loopback) {
  nlohmann::json json{{"verdict", audio::name_of(loopback.verdict)},
                      {"windows", loopback.windows},
                      {"heard", loopback.heard}};
  if (loopback.heard == 0) return json;
  json["score"] = rounded(loopback.score);
  json["delayMs"] = rounded(loopback.delay_ms);
  if (loopback.gain_db) json["gainDb"] = rounded(*loopback.gain_db);
  return json;
}

// Those that were to sound, by whether they did.
void add_clusters(nlohmann::json& json, const std::vector<audio::ClusterProof>& clusters) {
  for (const auto& cluster : clusters)
    json[cluster.sounded() ? "clusters" : "clustersSilent"].push_back(cluster.name);
}

void add_alarms(nlohmann::json& json, base::Duration silent, base::Duration stuck) {
  if (silent > base::Duration{0}) json["silentS"] = seconds_in(silent);
  if (stuck > base::Duration{0}) json["stuckS"] = seconds_in(stuck);
}

}  // namespace

std::string evidence_of(const ItemPlayed& item) {
  const audio::CueProof& proof = item.proof;
  nlohmann::json json{{"peakDb", rounded(audio::decibels(static_cast<double>(item.peak)))},
                      {"underruns", item.underruns}};
  if (item.first_frame) json["startErrorUs"] = (*item.first_frame - item.due).count() / 1000;
  if (item.frames_replaced > 0) json["framesReplaced"] = item.frames_replaced;
  if (item.calls_failed > 0) json["callsFailed"] = item.calls_failed;
  if (item.sender_ppm) json["senderPpm"] = rounded(*item.sender_ppm);
  if (!item.detail.empty()) json["detail"] = item.detail;
  if (const int level = audio::level_of(proof); level > 0) json["proof"] = level;
  if (proof.decoded > 0) json["decoded"] = proof.decoded;
  if (proof.metered > 0) {
    json["rmsDb"] = rounded(proof.rms_db);
    if (proof.loudness) json["lufs"] = rounded(*proof.loudness);
    json["delayMs"] = rounded(std::chrono::duration<double, std::milli>(proof.delay).count());
  }
  add_alarms(json, proof.silent, proof.stuck);
  if (proof.loopback) json["loopback"] = loopback_json(*proof.loopback);
  add_clusters(json, proof.clusters);
  return json.dump();
}

std::string evidence_of(const Subject& subject, const Tally& tally) {
  nlohmann::json json = nlohmann::json::object();
  if (tally.items > 0) {
    json = {{"peakDb", rounded(audio::decibels(static_cast<double>(tally.peak)))},
            {"underruns", tally.underruns},
            {"items", tally.items},
            {"itemsFailed", tally.items_failed}};
  }
  if (tally.start_error) json["startErrorUs"] = tally.start_error->count() / 1000;
  if (tally.lowered > base::Duration{0}) json["loweredS"] = seconds_in(tally.lowered);
  if (!subject.rules.empty()) json["policy"] = subject.rules;
  if (const int level = tally.proof.level(); level > 0) json["proof"] = level;
  add_alarms(json, tally.proof.silent, tally.proof.stuck);
  if (tally.proof.loopback) json["loopback"] = loopback_json(*tally.proof.loopback);
  add_clusters(json, tally.proof.clusters);
  return json.empty() ? "" : json.dump();
}

}  // namespace loa::daemon
