// What somebody says elsewhere, on its way to the audio thread.
#pragma once

#include <atomic>

#include "audio/air.h"
#include "audio/sample_ring.h"

namespace loa::audio {

// One thread puts mono samples at 48 kHz and says when it is over; the audio thread takes them.
struct LiveFeed {
  SampleRing ring{std::size_t{2} * kRate};
  std::atomic<bool> over = false;
};

}  // namespace loa::audio
