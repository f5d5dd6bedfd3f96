// Where a stream's frames come from: an address that a decoder calls, or a capture device.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace loa::audio {

// One connection: when it is over, another is made. The audio thread's; nothing blocks.
class StreamSource {
 public:
  virtual ~StreamSource() = default;

  // To poll for reading, where that says when frames are there; -1 otherwise.
  virtual int fd() const = 0;
  // Moves up to out.size() / 2 interleaved stereo frames that have arrived into `out`; how many.
  virtual std::size_t read(std::span<float> out) = 0;
  // Why nothing more will come: English, one line. Nothing while more may come.
  virtual std::optional<std::string> over() const = 0;
};

// `address`: as Cue::source of a relay. `decoder` is the loa-decoder program. Throws
// std::system_error if there can be no process or thread for it.
std::unique_ptr<StreamSource> open_stream(const std::string& address,
                                          const std::filesystem::path& decoder);

}  // namespace loa::audio
