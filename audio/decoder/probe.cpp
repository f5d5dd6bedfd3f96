#include <ebur128.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "audio/air.h"
#include "audio/decoder/failure.h"
#include "audio/decoder/verbs.h"
#include "audio/decoder/wire.h"
#include "audio/peak.h"
#include "audio/true_peak.h"

namespace loa::audio {
namespace {

constexpr std::int64_t kMostFrames = std::int64_t{5} * 3600 * kRate;
constexpr std::int64_t kWorthHearing = kRate;  // of a damaged medium

struct MeterDeleter {
  void operator()(ebur128_state* state) const { ebur128_destroy(&state); }
};

class Meter {
 public:
  Meter() : state_(ebur128_init(kChannels, kRate, EBUR128_MODE_I)) {
    if (state_ == nullptr) throw Failure("refused", "out of memory");
  }
  void add(const std::vector<float>& samples) {
    peak_ = std::max(peak_, peak_of(samples));
    true_peak_.add(samples);
    if (ebur128_add_frames_float(state_.get(), samples.data(), samples.size() / kChannels) != 0) {
      throw Failure("refused", "out of memory");
    }
    frames_ += static_cast<std::int64_t>(samples.size() / kChannels);
    if (frames_ > kMostFrames) throw Failure("too-long", "more than 5 hours");
  }
  std::int64_t frames() const { return frames_; }
  // `damage`: plain ASCII; empty if it is sound.
  std::string json(const std::string& format, const std::string& damage) {
    double loudness = -HUGE_VAL;
    ebur128_loudness_global(state_.get(), &loudness);
    return fmt::format(
        "{{\"frames\":{},\"peak\":{:.6f},\"truePeak\":{:.6f},\"loudness\":{},\"format\":\"{}\"{}}}"
        "\n",
        frames_, peak_, true_peak_.finish(),
        std::isfinite(loudness) ? fmt::format("{:.2f}", loudness) : "null", format,
        damage.empty() ? "" : fmt::format(",\"damage\":\"{}\"", damage));
  }

 private:
  std::unique_ptr<ebur128_state, MeterDeleter> state_;
  TruePeakMeter true_peak_;
  std::int64_t frames_ = 0;
  float peak_ = 0;
};

// All that can be heard of it. Returns what is wrong with the rest; empty if nothing is.
std::string measure(Decoder& decoder, Meter& meter) {
  std::vector<float> samples;
  try {
    for (bool more = true; more; samples.clear()) {
      more = decoder.read(samples, wire::kMostFrames);
      meter.add(samples);
    }
    return {};
  } catch (const Failure& failure) {
    if (failure.code() != "damaged") throw;
    meter.add(samples);
    if (meter.frames() < kWorthHearing) throw;
    return failure.what();
  }
}

}  // namespace

int probe(const OpenDecoder& open) {
  try {
    Decoder decoder = open();
    if (decoder.declared_frames() > kMostFrames) {
      throw Failure("too-long", "declares more than 5 hours");
    }
    Meter meter;
    const std::string damage = measure(decoder, meter);
    write_out(meter.json(decoder.format(), damage));
    return 0;
  } catch (const Failure& failure) {
    write_out(
        fmt::format("{{\"error\":\"{}\",\"detail\":\"{}\"}}\n", failure.code(), failure.what()));
    return 1;
  }
}

}  // namespace loa::audio
