// A line input or microphone as a stream.
#pragma once

#include <memory>

#include "audio/stream_source.h"
#include "base/time.h"

namespace loa::audio {

// Opens the device and captures on a thread of its own: a driver may keep whoever opens it waiting,
// and the audio thread waits for its output only. What is captured is mono, on both channels.
class LineSource final : public StreamSource {
 public:
  // `device`: as for AlsaCapture. Throws std::system_error if there can be no thread.
  explicit LineSource(const std::string& device);
  // The thread closes the device within 20 ms and ends by itself; nobody waits for it here.
  ~LineSource() override;
  LineSource(const LineSource&) = delete;
  LineSource& operator=(const LineSource&) = delete;

  // Until no thread of any is left; false if one is by then. For when none is wanted any more.
  // Thread-safe.
  static bool wait_for_all(base::Duration patience);

  int fd() const override { return -1; }
  std::size_t read(std::span<float> out) override;
  std::optional<std::string> over() const override;

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;
};

}  // namespace loa::audio
