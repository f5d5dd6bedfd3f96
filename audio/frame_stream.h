// Reads loa-decoder's blocks (decoder/wire.h). Pure: bytes go in, frames come out. Whatever the
// bytes are, they are put nowhere else than they may, and every sample that comes out is finite and
// within ±4.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "audio/decoder/wire.h"

namespace loa::audio {

class FrameStream {
 public:
  enum class State { open, ended, failed };

  // Where the next bytes may be put: in `out`, of one frame or more, where they are frames, so that
  // those are copied once. Not empty while the state is open. Call filled() next, with the same
  // `out`.
  std::span<std::uint8_t> space(std::span<float> out);
  // So many bytes have been put there. How many whole frames now stand at the beginning of `out`.
  std::size_t filled(std::size_t bytes, std::span<float> out);
  // No more bytes will come. Unless the end was read already, that is a failure, for `reason`.
  void closed(std::string_view reason);

  State state() const { return state_; }
  const std::string& detail() const { return detail_; }
  std::uint64_t lies() const { return lies_; }

 private:
  std::size_t take_frames(std::span<float> out);
  void take_header();
  void take_error();
  void check(std::span<float> samples);
  void fail(std::string_view detail);

  // Of a header, an error's text, or a frame that is not whole.
  std::array<std::uint8_t, wire::kMostText> held_{};
  std::size_t held_bytes_ = 0;
  std::uint32_t frames_left_ = 0;  // of the block that is being read
  std::uint32_t text_left_ = 0;    // of an error's text
  State state_ = State::open;
  std::string detail_;
  std::uint64_t lies_ = 0;
};

}  // namespace loa::audio
