// A media file's frames: each has its place, and what comes late is left out.
#pragma once

#include <filesystem>

#include "audio/decoder_child.h"
#include "audio/material.h"
#include "audio/media_ring.h"

namespace loa::audio {

class FileMaterial final : public Material {
 public:
  // Decodes `source` from `first` frames after `offset` on; the first frame given is number
  // `first`.
  FileMaterial(const std::filesystem::path& decoder, const std::string& source,
               base::Duration offset, std::int64_t first);

  void fill(base::Steady now) override;
  int fd() const override;
  std::span<const float> frames(std::int64_t position, std::int64_t most) override;
  void move_to(std::int64_t position, base::Steady now) override;
  std::optional<std::int64_t> end() const override { return end_; }
  const std::string& failure() const override { return failure_; }
  std::uint64_t decoded() const override { return decoded_; }

 private:
  void look_at_decoder(base::Steady now);
  void fail(std::string why);

  std::unique_ptr<DecoderChild> decoder_;
  MediaRing ring_;
  std::int64_t position_ = 0;
  std::optional<std::int64_t> end_;
  std::optional<base::Steady> starved_since_;
  std::string failure_;
  std::uint64_t decoded_ = 0;
};

}  // namespace loa::audio
