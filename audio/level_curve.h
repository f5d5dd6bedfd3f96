// A level that moves without a click, and may be sent elsewhere while it moves.
#pragma once

#include <cstdint>
#include <vector>

namespace loa::audio {

// 1 until it is moved. Depends on the frame alone, so it makes no difference how frames are cut
// into blocks.
class LevelCurve {
 public:
  // Along half a cosine, whose slope is nowhere more than pi/2 / length times the difference.
  struct Move {
    std::int64_t from = 0;
    std::int64_t length = 0;  // 0: at once
    float to = 1.0F;
  };

  // From where the curve is at `move.from`. What was to begin there or later no longer will. Frames
  // before `now` are asked for no more.
  void move(const Move& move, std::int64_t now);
  float at(std::int64_t frame) const;
  // Whether all of [from, from + frames) has the level of `from`.
  bool rests(std::int64_t from, std::int64_t frames) const;

 private:
  struct Leg {
    Move move;
    float start = 1.0F;
  };
  static float level(const Leg& leg, std::int64_t frame);

  std::vector<Leg> legs_;  // by `from`
};

}  // namespace loa::audio
