// Which frames of a voice were given to the device, and which of those were heard.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

namespace loa::audio {

// Counts in house frames. What is given comes in rising order.
class Sounded {
 public:
  void give(std::int64_t frame, std::int64_t frames);
  // All frames before `frame` have been heard.
  void heard(std::int64_t frame);
  // Frames from `frame` on will never be heard. True if any was waiting.
  bool lost_from(std::int64_t frame);

  bool waiting() const { return !waiting_.empty(); }
  std::int64_t played() const { return played_; }
  // Of all that was given and not lost.
  std::optional<std::int64_t> first() const { return first_; }
  // The end of what is waiting; needs waiting().
  std::int64_t end() const { return waiting_.back().end; }

 private:
  struct Span {
    std::int64_t begin = 0;
    std::int64_t end = 0;
  };
  std::deque<Span> waiting_;
  std::optional<std::int64_t> first_;
  std::int64_t played_ = 0;
};

}  // namespace loa::audio
