// Any PCM that libav decodes, made 48 kHz stereo float.
#pragma once

#include <vector>

#include "audio/decoder/libav.h"

namespace loa::audio {

// Mono goes to both sides at its own level. More channels are mixed down by ITU-R BS.775, scaled so
// that the sum cannot clip. Throws Failure for what cannot be converted.
class Resampler {
 public:
  // Appends to `out` what `frame`, without its first `skip` samples, gives. The format may change
  // from frame to frame.
  void add(const AVFrame& frame, int skip, std::vector<float>& out);
  // Appends what is still inside.
  void flush(std::vector<float>& out);

 private:
  bool fits(const AVFrame& frame) const;
  void configure(const AVFrame& frame);
  void convert(const std::uint8_t** data, int samples, std::vector<float>& out);

  Libav<SwrContext> swr_;
  int rate_ = 0;
  int channels_ = 0;
  int format_ = -1;
};

}  // namespace loa::audio
