// Reads back what the test card wrote.
#include "support/test_card.h"

#include <stdlib.h>

#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace loa::tests {
namespace {

constexpr double kNominalFramesPerNs = 48000e-9;

template <typename Sample>
std::vector<float> floats_of(const std::string& bytes, float full_scale) {
  std::vector<float> samples(bytes.size() / sizeof(Sample));
  for (std::size_t i = 0; i < samples.size(); ++i) {
    Sample sample;
    std::memcpy(&sample, bytes.data() + i * sizeof sample, sizeof sample);
    samples[i] = static_cast<float>(static_cast<double>(sample) / static_cast<double>(full_scale));
  }
  return samples;
}

std::vector<float> read_samples(const std::filesystem::path& file, const std::string& format) {
  std::ifstream in(file, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (format == "S16_LE") return floats_of<std::int16_t>(bytes, 32768.0F);
  if (format == "S32_LE") return floats_of<std::int32_t>(bytes, 2147483648.0F);
  return floats_of<float>(bytes, 1.0F);
}

// The card's life, line by line.
struct Event {
  std::string what;
  std::string format;
  std::size_t channels = 2;
  std::int64_t ns = 0;
  std::int64_t frame = 0;
  double ppm = 0;
};

std::vector<Event> read_events(const std::filesystem::path& file) {
  std::vector<Event> events;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    Event event;
    std::istringstream words(line);
    words >> event.what;
    if (event.what == "format") {
      words >> event.format >> event.channels;
    } else {
      words >> event.ns >> event.frame >> event.ppm;
    }
    events.push_back(event);
  }
  return events;
}

std::vector<float> cut(const std::vector<float>& samples, std::size_t channels, std::int64_t from,
                       std::int64_t to) {
  const auto at = [&](std::int64_t frame) {
    const auto sample = std::min(static_cast<std::int64_t>(samples.size()),
                                 static_cast<std::int64_t>(channels) * frame);
    return samples.begin() + static_cast<std::ptrdiff_t>(sample);
  };
  return {at(from), at(to)};
}

}  // namespace

base::Steady Segment::time_of(std::int64_t frame) const {
  return start + base::Duration{std::llround(static_cast<double>(frame) / frames_per_ns)};
}

std::int64_t Segment::frame_at(base::Steady time) const {
  return std::llround(static_cast<double>((time - start).count()) * frames_per_ns);
}

std::optional<Heard> Recording::first_sound(float threshold, base::Steady from) const {
  for (std::size_t s = 0; s < segments.size(); ++s) {
    const Segment& segment = segments[s];
    const std::int64_t first = std::max<std::int64_t>(0, segment.frame_at(from));
    for (std::int64_t i = first; i < segment.frames(); ++i)
      if (std::abs(segment.left(i)) > threshold || std::abs(segment.right(i)) > threshold)
        return Heard{s, i, segment.time_of(i)};
  }
  return std::nullopt;
}

TestCard::TestCard(double ppm, const std::string& format, int channels, const std::string& more) {
  setenv("ALSA_CONFIG_PATH", test_asound_conf().c_str(), 1);
  std::string pattern = (std::filesystem::temp_directory_path() / "loa-card-XXXXXX").string();
  if (!mkdtemp(pattern.data())) throw std::runtime_error("no folder for the test card");
  folder_ = pattern;
  name_ = "loatest:FILE=" + file("").string() + ",PPM=" + std::to_string(ppm);
  if (!format.empty()) name_ += ",FORMAT=" + format;
  if (channels != 2) name_ += ",CHANNELS=" + std::to_string(channels);
  if (!more.empty()) name_ += "," + more;
}

TestCard::~TestCard() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::filesystem::path TestCard::file(const char* suffix) const {
  return folder_ / (std::string("sound") + suffix);
}

void TestCard::unplug() const { std::ofstream(file(".unplug")); }

void TestCard::plug_in() const { std::filesystem::remove(file(".unplug")); }

void TestCard::stall() const { std::ofstream(file(".stall")); }

void TestCard::go_on() const { std::filesystem::remove(file(".stall")); }

void TestCard::block() const { std::ofstream(file(".block")); }

void TestCard::let_go_on() const { std::filesystem::remove(file(".block")); }

void TestCard::suspend() const { std::ofstream(file(".suspend")); }

void TestCard::wake_up() const { std::filesystem::remove(file(".suspend")); }

void TestCard::underrun() const { std::ofstream(file(".xrun")); }

std::string TestCard::ear(const std::string& options) const {
  return name_ + (options.empty() ? "" : "," + options);
}

void TestCard::set_ear_gain(double decibels) const {
  std::ofstream(file(".gain.new")) << decibels;
  std::filesystem::rename(file(".gain.new"), file(".gain"));
}

void TestCard::unplug_ear() const { std::ofstream(file(".earplug")); }

void TestCard::plug_in_ear() const { std::filesystem::remove(file(".earplug")); }

Recording recording_in(const std::filesystem::path& file) {
  Recording recording;
  const auto events = read_events(file.string() + ".events");
  Event kept;  // how it keeps them: always alike
  for (const Event& event : events)
    if (!event.format.empty()) kept = event;
  const std::vector<float> samples = read_samples(file, kept.format);
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (events[i].what == "xrun") ++recording.xruns;
    if (events[i].what != "start") continue;
    const bool ended = i + 1 < events.size() && events[i + 1].what != "start";
    const auto all = static_cast<std::int64_t>(samples.size() / kept.channels);
    const std::int64_t end = ended && events[i + 1].what != "format" ? events[i + 1].frame : all;
    recording.segments.push_back({base::Steady{base::Duration{events[i].ns}},
                                  kNominalFramesPerNs * (1 + events[i].ppm * 1e-6),
                                  cut(samples, kept.channels, events[i].frame, end),
                                  kept.channels});
  }
  return recording;
}

std::filesystem::path test_asound_conf() { return LOA_TEST_ASOUND_CONF; }

}  // namespace loa::tests
