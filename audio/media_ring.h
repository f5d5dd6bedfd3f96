// Decoded frames waiting for their turn, numbered by their place in the media.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace loa::audio {

// A circular buffer of stereo frames. Frame numbers count from the cue's first frame. Not
// thread-safe.
class MediaRing {
 public:
  // Empty; the first frame to come is number `first`.
  MediaRing(std::int64_t capacity, std::int64_t first);

  std::int64_t begin() const { return begin_; }
  std::int64_t end() const { return end_; }
  std::int64_t size() const { return end_ - begin_; }

  // Where the next frames go: interleaved, as many as fit in one piece, empty if full.
  std::span<float> space();
  // `frames` have been put at the beginning of space().
  void commit(std::int64_t frames) { end_ += frames; }

  // Frames from `frame` on that lie in one piece; begin() <= frame <= end().
  std::span<const float> at(std::int64_t frame) const;
  // Gives up what lies before `frame`.
  void discard_to(std::int64_t frame);
  // What is there becomes number `first` and on: a relay that was interrupted goes on where it is.
  void renumber(std::int64_t first);

 private:
  std::size_t place_of(std::int64_t frame) const;

  std::vector<float> samples_;
  std::int64_t capacity_;
  std::int64_t begin_;
  std::int64_t end_;
  std::int64_t base_;  // the number that lies at samples_[0]
};

}  // namespace loa::audio
