// The page's microphone on a whole station, on virtual time.
#include "daemon/microphone.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include "audio/live_feed.h"
#include "tests/simulation/lone_station.h"

namespace loa::simulation {
namespace {

using journal::Outcome;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

// The page's end.
struct Page final : protocol::HttpSocket {
  void send(std::string text) override { told.push_back(std::move(text)); }
  void close() override { closed = true; }
  std::vector<std::string> told;
  bool closed = false;
};

class Microphone : public LoneStation {
 protected:
  Microphone() {
    power_on_at(monday(4, 50), base::ClockQuality::synced, [](SimStation&) {});
    desk_ = std::make_unique<daemon::MicrophoneDesk>(*timers_, sim_->station());
    sim_->station().set_volume(100, "test");
  }

  std::string ask(const std::string& who, base::Duration longest = seconds{30}, int level = 3,
                  daemon::SpokenAs as = daemon::SpokenAs::samples) {
    daemon::ManualPlay play;
    play.title = "Nói trực tiếp";
    play.live = true;
    play.level = level;
    play.media.relay = true;
    play.media.length = longest;
    play.by = who;
    return std::get<daemon::Begun>(desk_->begin(play, who, as)).occurrence;
  }

  std::unique_ptr<daemon::MicrophoneDesk> desk_;
  std::shared_ptr<Page> page_ = std::make_shared<Page>();
};

const std::string kWaiting = R"({"state":"waiting"})";
const std::string kOnAir = R"({"state":"on-air"})";
const std::string kOver = R"({"state":"over"})";

TEST_F(Microphone, EndsWithItsLongestTimeAndThePageIsToldAllTheWay) {
  const auto occurrence = ask("Lan");
  desk_->attach(occurrence, "Lan", page_);
  EXPECT_THAT(page_->told, ElementsAre(kWaiting));
  run_to(monday(4, 50, 2));
  EXPECT_THAT(page_->told, ElementsAre(kWaiting, kOnAir));
  EXPECT_FALSE(page_->closed);
  run_to(monday(4, 51));
  EXPECT_THAT(page_->told, ElementsAre(kWaiting, kOnAir, kOver));
  EXPECT_TRUE(page_->closed);
  EXPECT_EQ(results().at(0).outcome, Outcome::played);
}

TEST_F(Microphone, OnePersonAtATimeAndNobodyElsesSocket) {
  const auto occurrence = ask("Lan");
  EXPECT_TRUE(desk_->expects(occurrence, "Lan"));
  EXPECT_FALSE(desk_->expects(occurrence, "Hoa"));
  EXPECT_FALSE(desk_->expects("manual/9.9", "Lan"));
  EXPECT_THROW(ask("Hoa"), daemon::AirTaken);
  desk_->attach(occurrence, "Lan", page_);
  EXPECT_FALSE(desk_->expects(occurrence, "Lan")) << "there is one";
  const auto second = std::make_shared<Page>();
  desk_->attach(occurrence, "Lan", second);
  EXPECT_TRUE(second->closed);
  EXPECT_FALSE(page_->closed);
}

TEST_F(Microphone, WhoNeverComesIsOffTheAirAfterItsPatience) {
  ask("Lan");
  run_to(monday(4, 50, 10));
  EXPECT_FALSE(sim_->station().view().on_air);
  EXPECT_EQ(results().at(0).reason, "microphone-lost");
  ask("Hoa");
}

TEST_F(Microphone, WhoseConnectionBreaksOffIsOffTheAirAtOnceAndTheRecordSaysWhy) {
  const auto occurrence = ask("Lan");
  const auto events = desk_->attach(occurrence, "Lan", page_);
  run_to(monday(4, 50, 5));
  EXPECT_TRUE(sim_->station().view().on_air);
  events.closed(false);
  run_to(monday(4, 50, 7));
  EXPECT_FALSE(sim_->station().view().on_air);
  EXPECT_EQ(results().at(0).outcome, Outcome::partial);
  EXPECT_EQ(results().at(0).reason, "microphone-lost");
}

TEST_F(Microphone, WhatIsSaidReachesTheSoundAndGoodbyeEndsIt) {
  const auto occurrence = ask("Lan");
  const auto events = desk_->attach(occurrence, "Lan", page_);
  run_to(monday(4, 50, 5));
  events.received(std::string_view("\x00\x40\x00\xc0\x01", 5));
  const auto feed = sim_->air().feed();
  std::array<float, 4> samples{};
  ASSERT_EQ(feed->ring.take(samples), 2U) << "half a sample is none";
  EXPECT_EQ(samples[0], 0.5F);
  EXPECT_EQ(samples[1], -0.5F);
  EXPECT_FALSE(feed->over);
  events.closed(true);
  EXPECT_TRUE(feed->over);
  events.received("\x00\x40");
  EXPECT_EQ(feed->ring.take(samples), 0U);
}

TEST_F(Microphone, PacketsGoToTheSoundOneByOneAndGoodbyeEndsThem) {
  const auto occurrence = ask("Lan", seconds{30}, 3, daemon::SpokenAs::opus);
  const auto events = desk_->attach(occurrence, "Lan", page_);
  run_to(monday(4, 50, 5));
  for (const std::string& packet :
       {std::string("one"), std::string(), std::string(5000, 'x'), std::string("two")})
    events.received(packet);
  const auto feed = sim_->air().feed();
  std::array<char, 16> got{};
  const auto next = [&] {
    return std::string(
        got.data(), static_cast<std::size_t>(::read(feed->packets.get(), got.data(), got.size())));
  };
  EXPECT_EQ(next(), "one");
  EXPECT_EQ(next(), "two") << "an empty one would be the end, and too long a one is none";
  events.closed(true);
  EXPECT_EQ(next(), "");
}

TEST_F(Microphone, AnEmergencyTakesTheAirAndThePageIsTold) {
  const auto occurrence = ask("Lan");
  desk_->attach(occurrence, "Lan", page_);
  run_to(monday(4, 50, 5));
  announce(seconds{10}, 1);
  run_to(monday(4, 50, 8));
  EXPECT_EQ(page_->told.back(), kOver);
  EXPECT_TRUE(page_->closed);
  EXPECT_EQ(results("").at(0).reason, "pre-empted");
}

}  // namespace
}  // namespace loa::simulation
