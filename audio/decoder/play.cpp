#include <unistd.h>

#include <algorithm>
#include <thread>
#include <vector>

#include "audio/air.h"
#include "audio/decoder/failure.h"
#include "audio/decoder/packets.h"
#include "audio/decoder/verbs.h"
#include "audio/decoder/wire.h"
#include "base/clock.h"
#include "base/descriptor_io.h"
#include "base/loaded_pages.h"

namespace loa::audio {
namespace {

void write_block(wire::Kind kind, std::string_view payload, std::size_t count) {
  const auto header = wire::encode(kind, static_cast<std::uint32_t>(count));
  write_out({reinterpret_cast<const char*>(header.data()), header.size()});
  write_out(payload);
}

// In blocks of `burst` frames; what is left over stays, unless `all`. How many were written.
std::size_t write_frames(std::vector<float>& samples, std::size_t burst, bool all) {
  std::size_t done = 0;
  while (samples.size() - done >= burst * 2 || (all && done < samples.size())) {
    const std::size_t count = std::min(burst * 2, samples.size() - done);
    write_block(wire::Kind::frames,
                {reinterpret_cast<const char*>(samples.data() + done), count * sizeof(float)},
                count / 2);
    done += count;
  }
  samples.erase(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(done));
  return done / 2;
}

// Sends what lies ready as it is to sound, three seconds ahead: what waits there for the station
// need not fit into its buffer.
class Pace {
 public:
  void wait_for(std::size_t frames) {
    sent_ += static_cast<std::int64_t>(frames);
    std::this_thread::sleep_until(begin_ + duration_of(sent_) - kAhead);
  }

 private:
  static constexpr base::Duration kAhead = std::chrono::seconds{3};
  base::Steady begin_ = base::steady_now();
  std::int64_t sent_ = 0;
};

// The last block says whether all went well; the exit status too.
int to_its_end(std::vector<float>& samples, std::size_t burst, const std::function<void()>& run) {
  try {
    run();
    write_frames(samples, burst, true);
    write_block(wire::Kind::end, {}, 0);
    return 0;
  } catch (const Failure& failure) {
    write_frames(samples, burst, true);
    const std::string text = (failure.code() + ": " + failure.what()).substr(0, wire::kMostText);
    write_block(wire::Kind::error, text, text.size());
    return 1;
  }
}

}  // namespace

void write_out(std::string_view bytes) { base::write_all(STDOUT_FILENO, bytes, "standard output"); }

int play(const OpenDecoder& open, std::size_t burst) {
  std::vector<float> samples;
  return to_its_end(samples, burst, [&] {
    Decoder decoder = open();
    // libav brings 140 libraries with it, most of which decoding never comes to.
    base::give_back_loaded_pages();
    Pace pace;
    while (decoder.read(samples, burst)) {
      const std::size_t sent = write_frames(samples, burst, false);
      if (decoder.stored()) pace.wait_for(sent);
    }
  });
}

int play_packets(int fd) {
  std::vector<float> samples;
  return to_its_end(samples, wire::kMostFrames, [&] {
    PacketDecoder decoder(fd);
    base::give_back_loaded_pages();
    while (decoder.read(samples)) write_frames(samples, wire::kMostFrames, true);
  });
}

}  // namespace loa::audio
