// Sums and the worst.
#include "daemon/proof_tally.h"

#include <algorithm>

namespace loa::daemon {
namespace {

// Means go by the windows that were heard.
audio::LoopbackProof both(const audio::LoopbackProof& a, const audio::LoopbackProof& b) {
  audio::LoopbackProof sum = a.score >= b.score ? a : b;  // whose delay is kept
  sum.verdict = std::max(a.verdict, b.verdict);
  sum.windows = a.windows + b.windows;
  sum.heard = a.heard + b.heard;
  if (sum.heard > 0) sum.score = (a.score * a.heard + b.score * b.heard) / sum.heard;
  if (a.gain_db && b.gain_db && sum.heard > 0) {
    sum.gain_db = (*a.gain_db * a.heard + *b.gain_db * b.heard) / sum.heard;
  } else {
    sum.gain_db = a.gain_db ? a.gain_db : b.gain_db;
  }
  return sum;
}

}  // namespace

void ProofTally::add(const audio::CueProof& proof, std::uint64_t frames_played) {
  silent += proof.silent;
  stuck += proof.stuck;
  frames_.at(static_cast<std::size_t>(audio::level_of(proof))) += frames_played;
  for (const auto& cluster : proof.clusters) {
    const auto known = std::ranges::find(clusters, cluster.name, &audio::ClusterProof::name);
    if (known == clusters.end()) {
      clusters.push_back(cluster);
    } else {
      known->rms_db = std::max(known->rms_db, cluster.rms_db);
    }
  }
  if (proof.loopback) loopback = loopback ? both(*loopback, *proof.loopback) : proof.loopback;
}

int ProofTally::level() const {
  std::uint64_t all = 0;
  for (const std::uint64_t frames : frames_) all += frames;
  std::uint64_t reached = 0;
  for (std::size_t level = frames_.size() - 1; level > 0; --level) {
    reached += frames_.at(level);
    if (reached > 0 && 2 * reached >= all) return static_cast<int>(level);
  }
  return 0;
}

}  // namespace loa::daemon
