// Decodes one input from a given frame to its end.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "audio/decoder/input.h"
#include "audio/decoder/resampler.h"

namespace loa::audio {

class Decoder {
 public:
  // Frames count from the first one that sounds, at 48 kHz. Throws Failure.
  Decoder(Input input, std::int64_t first_frame);

  // Appends interleaved stereo samples to `out` until it holds `frames` frames or the medium ends;
  // false at the end. Throws Failure "damaged" where the medium ends in rubbish or before its
  // declared length; what is sound before that is in `out`.
  bool read(std::vector<float>& out, std::size_t frames);
  // libav's name of the container.
  std::string format() const;
  // In frames at 48 kHz, if the container says it and can know; else 0.
  std::int64_t declared_frames() const;
  // It is a relay of which more may lie ready than is to sound now.
  bool stored() const { return input_.stored(); }

 private:
  std::int64_t start_time() const;
  void find_stream();
  void open_codec();
  void seek();
  bool pull(std::vector<float>& out);
  bool feed();
  void count_bad_packet();
  bool wanted(const AVPacket& packet) const;
  void use(const AVFrame& frame, std::vector<float>& out);
  void begin_at(const AVFrame& frame);
  void drop_before_first(std::vector<float>& out, std::size_t from);
  void finish() const;

  Input input_;
  const AVStream* stream_ = nullptr;
  Libav<AVCodecContext> codec_;
  Libav<AVPacket> packet_;
  Libav<AVFrame> frame_;
  Resampler resampler_;
  std::int64_t first_frame_;
  bool read_through_ = false;     // packets before the first frame are read, not decoded
  bool begun_ = false;            // the first decoded frame has been placed
  int skip_ = 0;                  // samples of the source still to skip
  std::int64_t drop_ = 0;         // frames at 48 kHz still to drop
  std::int64_t made_ = 0;         // frames given out
  std::int64_t bad_packets_ = 0;  // since the last good one
  std::int64_t all_bad_packets_ = 0;
  bool torn_ = false;  // reading failed before the end
  bool ended_ = false;
};

}  // namespace loa::audio
