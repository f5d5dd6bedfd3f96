// A live feed's frames: what came last before it begins to sound, and then what comes next.
#pragma once

#include <memory>
#include <vector>

#include "audio/decoder_child.h"
#include "audio/live_feed.h"
#include "audio/material.h"
#include "audio/stream_buffer.h"

namespace loa::audio {

// Ends once the feed is over and what had come has sounded.
class FedMaterial final : public Material {
 public:
  // `decoder` is the loa-decoder program, for packets.
  FedMaterial(std::shared_ptr<LiveFeed> feed, const std::filesystem::path& decoder);

  void fill(base::Steady now) override;
  int fd() const override { return -1; }
  std::span<const float> frames(std::int64_t position, std::int64_t most) override;
  void move_to(std::int64_t position, base::Steady now) override;
  std::optional<std::int64_t> end() const override { return end_; }
  const std::string& failure() const override { return failure_; }
  std::uint64_t decoded() const override { return decoded_; }

 private:
  void receive();
  bool nothing_more();
  std::size_t read(std::span<float> frames);

  std::shared_ptr<LiveFeed> feed_;
  std::unique_ptr<DecoderChild> decoder_;  // of packets
  StreamBuffer buffer_;
  std::vector<float> mono_;
  std::vector<float> block_;
  bool begun_ = false;
  bool cut_ = false;
  std::int64_t reached_ = 0;
  std::optional<std::int64_t> end_;
  std::uint64_t decoded_ = 0;
  std::string failure_;
};

}  // namespace loa::audio
