// Levels and names.
#include "audio/proof.h"

#include <algorithm>
#include <utility>

#include "audio/air.h"

namespace loa::audio {

std::string_view name_of(AirVerdict verdict) {
  switch (verdict) {
    case AirVerdict::unknown:
      return "unknown";
    case AirVerdict::heard:
      return "heard";
    case AirVerdict::fallen:
      return "fallen";
    case AirVerdict::wrong:
      return "wrong";
    case AirVerdict::muted:
      return "muted";
    case AirVerdict::dead:
      return "dead";
  }
  return "unknown";
}

std::string_view name_of(AlarmKind kind) {
  switch (kind) {
    case AlarmKind::silent_air:
      return "silent-air";
    case AlarmKind::stuck_tone:
      return "stuck-tone";
    case AlarmKind::not_heard:
      return "not-heard";
    case AlarmKind::loopback_lost:
      return "loopback-lost";
  }
  return "silent-air";
}

CueProof joined(CueProof a, CueProof b) {
  const bool second = b.metered > 0 && (a.metered == 0 || b.rms_db > a.rms_db);
  CueProof& loudest = second ? b : a;
  const CueProof& other = second ? a : b;
  auto clusters = std::move(a.clusters);
  clusters.insert(clusters.end(), b.clusters.begin(), b.clusters.end());
  loudest.clusters = std::move(clusters);
  loudest.decoded = std::max(a.decoded, b.decoded);
  loudest.silent = std::max(a.silent, b.silent);
  loudest.stuck = std::max(a.stuck, b.stuck);
  if (!loudest.loopback) loudest.loopback = other.loopback;
  return std::move(loudest);
}

int level_of(const CueProof& proof) {
  const auto& loopback = proof.loopback;
  if (loopback && loopback->windows > 0 && 2 * loopback->heard >= loopback->windows) return 3;
  const base::Duration length = duration_of(static_cast<std::int64_t>(proof.metered));
  const bool sounded = proof.rms_db >= kSoundFloor && 2 * (proof.silent + proof.stuck) < length;
  if (proof.metered > 0 && sounded) return 2;
  return proof.decoded > 0 ? 1 : 0;
}

}  // namespace loa::audio
