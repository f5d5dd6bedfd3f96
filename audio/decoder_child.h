// One running loa-decoder, seen from the daemon: frames come out of a pipe, and nothing that the
// child does (dying, hanging, lying) can do more than end the sound of one item.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace loa::audio {

struct DecoderRequest {
  std::string source;            // a media file's path, or the address of a relay
  bool relay = false;            // source is an address: http, https, rtp, rtsp, udp
  std::int64_t first_frame = 0;  // where in the media to begin, in frames at 48 kHz; 0 for a relay
  int packets = -1;  // where packets of Opus come from (Pipe::of_packets), instead of a source
};

// One thread at a time. No call blocks; a file's open(2) alone may wait for the disk.
class DecoderChild {
 public:
  enum class State {
    running,  // more may come
    ended,    // the media ended, and all of it has been read
    failed,   // see detail(); what came before it has been read
  };

  // Starts `decoder` at once. A file that cannot be opened is a child that failed, not an
  // exception. Throws std::system_error if no process can be made.
  DecoderChild(const std::filesystem::path& decoder, const DecoderRequest& request);
  DecoderChild(const DecoderChild&) = delete;
  DecoderChild& operator=(const DecoderChild&) = delete;
  // Kills the child and reaps it.
  ~DecoderChild();

  // Readable when frames or the end are there; non-blocking. -1 once the state is not running.
  // Wait for it only after read() gave 0: half a second may lie ready in here. (The pipe is emptied
  // in gulps of that size, so that the decoder wakes twice a second and not at every read.)
  int fd() const;

  // Moves up to out.size() / 2 interleaved stereo frames that have arrived into `out` and returns
  // how many. 0 means that none is there yet, or that state() says why none will come. Samples are
  // checked: one that is not finite or lies beyond ±4 becomes 0 and counts as a lie.
  std::size_t read(std::span<float> out);

  State state() const;
  // Why it failed: English, one line.
  const std::string& detail() const;
  // Samples that could not be believed.
  std::uint64_t lies() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace loa::audio
