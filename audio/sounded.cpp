// The account between mixing and hearing.
#include "audio/sounded.h"

#include <algorithm>

namespace loa::audio {

void Sounded::give(std::int64_t frame, std::int64_t frames) {
  if (!first_) first_ = frame;
  if (waiting() && waiting_.back().end == frame) {
    waiting_.back().end += frames;
  } else {
    waiting_.push_back({frame, frame + frames});
  }
}

void Sounded::heard(std::int64_t frame) {
  while (waiting() && waiting_.front().begin < frame) {
    Span& span = waiting_.front();
    const std::int64_t until = std::min(span.end, frame);
    played_ += until - span.begin;
    span.begin = until;
    if (span.begin == span.end) waiting_.pop_front();
  }
}

bool Sounded::lost_from(std::int64_t frame) {
  heard(frame);
  const bool lost = waiting();
  waiting_.clear();
  if (first_ && *first_ >= frame) first_.reset();
  return lost;
}

}  // namespace loa::audio
