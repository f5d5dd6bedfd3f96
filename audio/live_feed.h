// What somebody says elsewhere, on its way to the audio thread: samples, or packets of Opus.
#pragma once

#include <atomic>

#include "audio/air.h"
#include "audio/child_process.h"
#include "audio/sample_ring.h"

namespace loa::audio {

// One thread puts mono samples at 48 kHz and says when it is over; the audio thread takes them.
// Packets go to a decoder that the audio thread starts: they are put into the other end of
// `packets`, which is closed when it is over.
struct LiveFeed {
  static constexpr std::size_t kMostPacket = 4000;  // bytes; more is no packet of Opus

  SampleRing ring{std::size_t{2} * kRate};
  std::atomic<bool> over = false;
  Fd packets{};  // Pipe::of_packets; not open: there are samples
};

}  // namespace loa::audio
