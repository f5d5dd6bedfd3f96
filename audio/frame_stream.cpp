#include "audio/frame_stream.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace loa::audio {
namespace {

std::string printable(std::span<const std::uint8_t> text) {
  std::string result;
  for (const std::uint8_t c : text) {
    result.push_back(c >= 0x20 && c < 0x7F ? static_cast<char>(c) : '?');
  }
  return result;
}

}  // namespace

std::span<std::uint8_t> FrameStream::space(std::span<float> out) {
  if (state_ != State::open) return {};
  if (frames_left_ > 0) {
    const std::size_t frames = std::min(std::size_t{frames_left_}, out.size() / 2);
    auto* bytes = reinterpret_cast<std::uint8_t*>(out.data());
    std::memcpy(bytes, held_.data(), held_bytes_);
    return std::span(bytes, frames * wire::kFrameBytes).subspan(held_bytes_);
  }
  const std::size_t wanted = text_left_ > 0 ? text_left_ : wire::kHeaderBytes;
  return std::span(held_).first(wanted).subspan(held_bytes_);
}

std::size_t FrameStream::filled(std::size_t bytes, std::span<float> out) {
  held_bytes_ += bytes;
  if (frames_left_ > 0) return take_frames(out);
  if (text_left_ > 0) {
    if (held_bytes_ == text_left_) take_error();
  } else if (held_bytes_ == wire::kHeaderBytes) {
    take_header();
  }
  return 0;
}

void FrameStream::closed(std::string_view reason) {
  if (state_ == State::open) fail(reason);
}

std::size_t FrameStream::take_frames(std::span<float> out) {
  const std::size_t frames = held_bytes_ / wire::kFrameBytes;
  held_bytes_ %= wire::kFrameBytes;
  std::memcpy(held_.data(), out.data() + frames * 2, held_bytes_);
  check(out.first(frames * 2));
  frames_left_ -= static_cast<std::uint32_t>(frames);
  return frames;
}

void FrameStream::take_header() {
  std::array<std::uint8_t, wire::kHeaderBytes> bytes;
  std::memcpy(bytes.data(), held_.data(), bytes.size());
  held_bytes_ = 0;
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

void FrameStream::take_error() { fail(printable(std::span(held_).first(text_left_))); }

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
