// What the tests of the player share.
#include "player_fixture.h"

#include <stdlib.h>

#include <cmath>
#include <numbers>

#include "audio/wav.h"

namespace loa::audio {
namespace {

// Of counting()'s spiral.
constexpr double kInnermost = 0.3;
constexpr double kBetweenTurns = 0.02;

LiveAirSettings settings_for(const std::string& output, base::Duration buffer,
                             const std::string& loopback) {
  LiveAirSettings settings;
  settings.output = output;
  settings.buffer = buffer;
  settings.loopback = loopback;
  return settings;
}

}  // namespace

Player::Player(const std::string& output, base::Duration buffer, const std::string& loopback)
    : Player(settings_for(output, buffer, loopback)) {}

Player::Player(LiveAirSettings settings) {
  if (settings.decoder.empty())
    settings.decoder = std::filesystem::path(LOA_BUILD_DIR) / "bin/loa-decoder";
  AirEvents events;
  events.started = [this](const CueStarted& event) { starts.push_back(event); };
  events.ended = [this](const CueEnded& event) { ends.push_back(event); };
  events.device = [this](const DeviceChange& event) { changes.push_back(event); };
  events.relay = [this](const RelayChange& event) { relays.push_back(event); };
  events.alarm = [this](const AirAlarm& event) { alarms.push_back(event); };
  air_ = std::make_unique<AirBank>(settings, events, [mail = mail_](std::function<void()> job) {
    const std::lock_guard lock(mail->mutex);
    mail->jobs.push_back(std::move(job));
    mail->arrived.notify_one();
  });
}

bool Player::wait(const std::function<bool()>& condition, base::Duration limit) {
  const base::Steady end = base::steady_now() + limit;
  while (!condition()) {
    if (base::steady_now() >= end) return false;
    take_in(std::chrono::milliseconds{50});
  }
  return true;
}

void Player::wait_for(base::Duration time) {
  wait([] { return false; }, time);
}

bool Player::wait_running() {
  return wait([this] { return air_->status().whole.state == DeviceState::running; });
}

bool Player::ended(CueId id) const {
  return std::ranges::any_of(ends, [&](const CueEnded& end) { return end.id == id; });
}

bool Player::has_started(CueId id) const {
  return std::ranges::any_of(starts, [&](const CueStarted& start) { return start.id == id; });
}

CueEnded Player::end_of(CueId id) {
  EXPECT_TRUE(wait([&] { return ended(id); })) << "cue " << id << " never ended";
  for (const CueEnded& end : ends)
    if (end.id == id) return end;
  return {};
}

void Player::shut_down() {
  air_.reset();
  take_in({});
}

void Player::take_in(base::Duration patience) {
  std::deque<std::function<void()>> jobs;
  {
    std::unique_lock lock(mail_->mutex);
    mail_->arrived.wait_for(lock, patience, [this] { return !mail_->jobs.empty(); });
    jobs.swap(mail_->jobs);
  }
  for (const auto& job : jobs) job();
}

PlayerTest::PlayerTest() {
  std::string pattern = (std::filesystem::temp_directory_path() / "loa-player-XXXXXX").string();
  if (!mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
  folder_ = pattern;
}

PlayerTest::~PlayerTest() { std::filesystem::remove_all(folder_); }

std::string PlayerTest::counting(std::int64_t frames) {
  std::vector<float> samples;
  for (std::int64_t i = 0; i < frames; ++i) {
    const double turns = static_cast<double>(i) / kRate;
    const double radius = kInnermost + kBetweenTurns * turns;
    samples.push_back(static_cast<float>(radius * std::cos(2 * std::numbers::pi * turns)));
    samples.push_back(static_cast<float>(radius * std::sin(2 * std::numbers::pi * turns)));
  }
  const auto path = folder_ / ("counting" + std::to_string(files_++) + ".wav");
  WavWriter(path, kRate, kChannels).write(samples);
  return path.string();
}

std::string PlayerTest::sine(std::int64_t frames, double hertz, double level) {
  std::vector<float> samples;
  for (std::int64_t i = 0; i < frames; ++i) {
    const double phase = 2 * std::numbers::pi * hertz * static_cast<double>(i) / kRate;
    samples.insert(samples.end(), 2, static_cast<float>(level * std::sin(phase)));
  }
  const auto path = folder_ / ("sine" + std::to_string(files_++) + ".wav");
  WavWriter(path, kRate, kChannels).write(samples);
  return path.string();
}

std::string PlayerTest::steady_level(std::int64_t frames, double level) {
  const auto path = folder_ / ("level" + std::to_string(files_++) + ".wav");
  WavWriter(path, kRate, kChannels)
      .write(std::vector<float>(static_cast<std::size_t>(frames * kChannels),
                                static_cast<float>(level)));
  return path.string();
}

std::optional<double> number_of(const tests::Segment& segment, std::int64_t frame) {
  if (frame < 0 || frame >= segment.frames()) return std::nullopt;
  const double x = segment.left(frame);
  const double y = segment.right(frame);
  const double radius = std::hypot(x, y);
  if (radius < kInnermost - kBetweenTurns / 2) return std::nullopt;
  const double part = std::atan2(y, x) / (2 * std::numbers::pi);
  const double turn = std::round((radius - kInnermost) / kBetweenTurns - part);
  return (turn + part) * kRate;
}

Cue cue_at(base::Steady start, const std::string& source, base::Duration length) {
  static CueId next = 1;
  Cue cue;
  cue.id = next++;
  cue.source = source;
  cue.start = start;
  cue.length = length;
  return cue;
}

Cue cue_in(base::Duration lead, const std::string& source, base::Duration length) {
  return cue_at(base::steady_now() + lead, source, length);
}

Cue stream_in(base::Duration lead, const std::string& source, base::Duration length) {
  Cue cue = cue_in(lead, source, length);
  cue.relay = true;
  return cue;
}

double greatest_step(const tests::Segment& heard, const Cue& cue) {
  using namespace std::chrono_literals;
  return greatest_step(heard, heard.frame_at(cue.start + 1s),
                       heard.frame_at(cue.start + cue.length - 200ms));
}

double greatest_step(const tests::Segment& heard, std::int64_t from, std::int64_t to) {
  float step = 0;
  for (std::int64_t i = from; i < to; ++i)
    step = std::max(step, std::abs(heard.left(i) - heard.left(i - 1)));
  return step;
}

double slope_of(double hertz, double amplitude) {
  return 2 * std::numbers::pi * hertz / kRate * amplitude;
}

}  // namespace loa::audio
