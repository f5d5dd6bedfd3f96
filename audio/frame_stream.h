// Reads loa-decoder's blocks (decoder/wire.h). Pure: bytes go in, frames come out. Whatever the
// bytes are, memory stays bounded and every sample that comes out is finite and within ±4.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loa::audio {

class FrameStream {
 public:
  enum class State { open, ended, failed };

  FrameStream();

  // Where the next bytes may be put; call filled() with how many were. Empty only while there are
  // frames to read. What the span points to is valid until the next call of any kind.
  std::span<std::uint8_t> space();
  void filled(std::size_t bytes);
  // No more bytes will come. Unless the end was read already, that is a failure, for `reason`.
  void closed(std::string_view reason);

  // Moves up to out.size() / 2 frames into `out`; 0 if none is whole, or the state is not open.
  std::size_t read(std::span<float> out);

  State state() const { return state_; }
  const std::string& detail() const { return detail_; }
  std::uint64_t lies() const { return lies_; }

 private:
  std::size_t available() const { return end_ - begin_; }
  void take_header();
  void take_error();
  std::size_t take_frames(std::span<float> out);
  void check(std::span<float> samples);
  void fail(std::string_view detail);

  std::vector<std::uint8_t> buffer_;
  std::size_t begin_ = 0;  // what is not yet used lies in [begin_, end_)
  std::size_t end_ = 0;
  std::uint32_t frames_left_ = 0;  // of the block that is being read
  std::uint32_t text_left_ = 0;    // of an error's text
  State state_ = State::open;
  std::string detail_;
  std::uint64_t lies_ = 0;
};

}  // namespace loa::audio
