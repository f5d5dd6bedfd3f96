// Whatever a decoder writes, every sample that comes out can be played, and no more than came in.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <span>
#include <vector>

#include "audio/frame_stream.h"

namespace {

void check(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

// The first byte says in what pieces the rest arrives and is read.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t piece = 1U + data[0];
  std::span<const std::uint8_t> bytes(data + 1, size - 1);
  std::vector<float> out(1U + (piece | 1U));  // one frame or more
  std::size_t samples = 0;
  loa::audio::FrameStream stream;
  while (!bytes.empty() && stream.state() == loa::audio::FrameStream::State::open) {
    const std::span<std::uint8_t> space = stream.space(out);
    const std::size_t count = std::min({piece, space.size(), bytes.size()});
    check(count > 0);
    std::memcpy(space.data(), bytes.data(), count);
    const std::size_t got = stream.filled(count, out);
    bytes = bytes.subspan(count);
    check(got * 2 <= out.size());
    for (std::size_t i = 0; i < got * 2; ++i) check(std::abs(out[i]) <= 4.0F);
    samples += got * 2;
  }
  check(samples * sizeof(float) <= size);
  stream.closed("end of input");
  check(stream.state() != loa::audio::FrameStream::State::open);
  check(stream.detail().size() <= 240);
  return 0;
}
