#include "audio/material.h"

#include "audio/fed_material.h"
#include "audio/file_material.h"
#include "audio/relay_material.h"
#include "audio/shared_material.h"

namespace loa::audio {
namespace {

constexpr auto kSeekBeyond = std::chrono::seconds{2};  // late by more: decode from there

}  // namespace

std::unique_ptr<Material> make_material(const Cue& cue, const std::filesystem::path& decoder,
                                        base::Steady now) {
  if (cue.shared) return cue.shared->make_end(cue, decoder, now);
  if (cue.feed) return std::make_unique<FedMaterial>(cue.feed, decoder);
  if (cue.relay) return std::make_unique<RelayMaterial>(cue, decoder, now);
  const base::Duration late = now - cue.start;
  return std::make_unique<FileMaterial>(decoder, cue.source, cue.offset,
                                        late > kSeekBeyond ? frames_in(late) : 0);
}

}  // namespace loa::audio
