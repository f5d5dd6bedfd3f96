#include "audio/frame_stream.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "audio/decoder/wire.h"

namespace loa::audio {
namespace {

// One whole block: the decoder is woken for each half second, and not more often.
constexpr std::size_t kBufferBytes = wire::kHeaderBytes + wire::kMostFrames * wire::kFrameBytes;

std::string printable(std::span<const std::uint8_t> text) {
  std::string result;
  for (const std::uint8_t c : text) {
    result.push_back(c >= 0x20 && c < 0x7F ? static_cast<char>(c) : '?');
  }
  return result;
}

}  // namespace

FrameStream::FrameStream() : buffer_(kBufferBytes) {}

std::span<std::uint8_t> FrameStream::space() {
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, available());
    end_ -= begin_;
    begin_ = 0;
  }
  return std::span(buffer_).subspan(end_);
}

void FrameStream::filled(std::size_t bytes) { end_ = std::min(end_ + bytes, buffer_.size()); }

void FrameStream::closed(std::string_view reason) {
  if (state_ == State::open) fail(reason);
}

std::size_t FrameStream::read(std::span<float> out) {
  std::size_t frames = 0;
  while (state_ == State::open && frames * 2 < out.size()) {
    if (text_left_ > 0) {
      if (available() < text_left_) break;
      take_error();
    } else if (frames_left_ > 0) {
      const std::size_t taken = take_frames(out.subspan(frames * 2));
      if (taken == 0) break;
      frames += taken;
    } else {
      if (available() < wire::kHeaderBytes) break;
      take_header();
    }
  }
  return frames;
}

void FrameStream::take_header() {
  std::array<std::uint8_t, wire::kHeaderBytes> bytes;
  std::memcpy(bytes.data(), buffer_.data() + begin_, bytes.size());
  begin_ += bytes.size();
  const wire::Header header = wire::decode(bytes);
  if (header.magic != wire::kMagic) return fail("lied: not a block");
  switch (header.kind) {
    case wire::Kind::frames:
      if (header.count == 0 || header.count > wire::kMostFrames) {
        return fail("lied: count of frames");
      }
      frames_left_ = header.count;
      return;
    case wire::Kind::end:
      if (header.count != 0) return fail("lied: count at the end");
      state_ = State::ended;
      return;
    case wire::Kind::error:
      if (header.count == 0 || header.count > wire::kMostText) {
        return fail("lied: length of an error");
      }
      text_left_ = header.count;
      return;
  }
  fail("lied: kind of block");
}

void FrameStream::take_error() {
  const std::string text = printable(std::span(buffer_).subspan(begin_, text_left_));
  begin_ += text_left_;
  text_left_ = 0;
  fail(text);
}

std::size_t FrameStream::take_frames(std::span<float> out) {
  const std::size_t frames =
      std::min({available() / wire::kFrameBytes, std::size_t{frames_left_}, out.size() / 2});
  if (frames == 0) return 0;
  std::memcpy(out.data(), buffer_.data() + begin_, frames * wire::kFrameBytes);
  check(out.first(frames * 2));
  begin_ += frames * wire::kFrameBytes;
  frames_left_ -= static_cast<std::uint32_t>(frames);
  return frames;
}

void FrameStream::check(std::span<float> samples) {
  // A sample that is not a number compares false. Counted first: all are good as a rule, and a loop
  // that changes nothing is a fast one.
  int lies = 0;
  for (const float sample : samples) lies += std::abs(sample) <= wire::kMostSample ? 0 : 1;
  if (lies == 0) return;
  lies_ += static_cast<std::uint64_t>(lies);
  for (float& sample : samples)
    if (!(std::abs(sample) <= wire::kMostSample)) sample = 0.0F;
}

void FrameStream::fail(std::string_view detail) {
  state_ = State::failed;
  detail_ = detail;
}

}  // namespace loa::audio
