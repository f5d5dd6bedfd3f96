// Live commands at a whole station: carried out once, refused with a trace, whoever brings them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include "base/clock.h"
#include "shell_support.h"
#include "tests/trust/office.h"
#include "told_kernel_clock.h"
#include "trust/command.h"

namespace loa::daemon::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::Not;

// A station whose root names two commanders.
struct Commanded : ::testing::Test {
  Folder folder;
  Config config = config_in(folder);
  base::SigningKey an = trust::testing::key(31);
  base::SigningKey binh = trust::testing::key(32);
  std::unique_ptr<RunningStation> station;
  std::string id;
  std::int64_t counter = 1;

  void SetUp() override {
    trust::testing::Office office;
    auto root = trust::last_root(office.records);
    root.command = trust::testing::role({31, 32});
    auto envelope = trust::envelope_of(root);
    for (const auto& key : office.root) trust::sign(envelope, key);
    write(folder / "root.json", trust::write_envelope(envelope));
    config.trust = folder / "root.json";
    std::filesystem::create_directories(config.media);
    write_tone(config.media / "tin.wav", 20);
    start();
  }
  void start() {
    station.reset();
    station = std::make_unique<RunningStation>(config);
    id = status().at("station");
  }
  Json status() const { return station->get("/v1/status").json(); }

  trust::Command command(trust::Action action) {
    const auto now = std::chrono::floor<std::chrono::seconds>(base::wall_now());
    return {{id}, an.public_key, counter++, now - 5s, now + 100s, "", std::move(action)};
  }
  trust::PlayFile tone(int level = 2) const {
    return {"tin.wav", trust::reference_to(content_of(config.media / "tin.wav")), level};
  }
  std::string signed_by(const trust::Command& wanted,
                        std::initializer_list<base::SigningKey> keys) const {
    auto envelope = trust::envelope_of(wanted);
    for (const auto& key : keys) trust::sign(envelope, key);
    return trust::write_envelope(envelope);
  }
  // "" where it was carried out.
  std::string give(const std::string& envelope) const {
    const auto answer = station->post("/v1/command", envelope);
    return answer.status == 200 ? "" : answer.json().at("problems")[0].at("code");
  }
  std::string give(trust::Action action) {
    return give(signed_by(command(std::move(action)), {an}));
  }
};

TEST_F(Commanded, PlaysWhatIsMeantAndStopsIt) {
  EXPECT_EQ(give(tone()), "");
  auto shown =
      station->wait_until([](const Json& status) { return !status.at("onAir").is_null(); });
  EXPECT_EQ(shown.at("onAir").at("title"), "tin.wav");
  EXPECT_EQ(shown.at("onAir").at("level"), 2);
  EXPECT_EQ(give(trust::StopSound{true}), "");
  shown = station->wait_until([](const Json& status) { return status.at("onAir").is_null(); });
  EXPECT_TRUE(shown.at("onAir").is_null());
}

TEST_F(Commanded, PlaysNoFileThatIsAnother) {
  auto other = tone();
  other.content = trust::reference_to("another");
  EXPECT_EQ(give(other), "media-unsigned");
  other.path = "khong-co.wav";
  EXPECT_EQ(give(other), "media-missing");
  EXPECT_TRUE(status().at("onAir").is_null());
}

TEST_F(Commanded, SetsNoMoreThanItsVolumeCeiling) {
  config.volume_ceiling = 60;
  start();
  EXPECT_EQ(give(trust::SetVolume{30}), "");
  EXPECT_EQ(status().at("sound").at("volume"), 30);
  EXPECT_EQ(give(trust::SetVolume{90}), "");
  EXPECT_EQ(status().at("sound").at("volume"), 60);
}

// What systemd does with the socket is packaging/systemd's.
TEST_F(Commanded, HasItsMachineRestartedButNotInAnEmergency) {
  config.reboot_socket = folder / "reboot.sock";
  start();
  EXPECT_EQ(give(trust::Reboot{}), "no-reboot");
  boost::asio::io_context loop;
  using Protocol = boost::asio::local::stream_protocol;
  Protocol::acceptor systemd(loop, Protocol::endpoint(config.reboot_socket.string()));
  systemd.non_blocking(true);
  const auto asked = [&] {
    boost::system::error_code error;
    systemd.accept(error);
    return !error;
  };
  EXPECT_EQ(give(signed_by(command(trust::Reboot{}), {trust::testing::key(99)})), "unsigned");
  EXPECT_EQ(give(signed_by(command(tone(1)), {an, binh})), "");
  station->wait_until([](const Json& status) { return !status.at("onAir").is_null(); });
  EXPECT_EQ(give(trust::Reboot{}), "emergency-on-air");
  EXPECT_FALSE(asked());
  EXPECT_EQ(give(trust::StopSound{true}), "");
  station->wait_until([](const Json& status) { return status.at("onAir").is_null(); });
  const auto once = signed_by(command(trust::Reboot{}), {an});
  EXPECT_EQ(give(once), "");
  EXPECT_TRUE(asked());
  start();
  EXPECT_EQ(give(once), "done-before") << "also after the restart";
  EXPECT_FALSE(asked());
  const auto log = station->get("/v1/log", {{"limit", "50"}}).body;
  for (const auto* code : {"no-reboot", "emergency-on-air"})
    EXPECT_NE(log.find(code), std::string::npos) << code;
}

TEST_F(Commanded, AnEmergencyNeedsTheSecondPerson) {
  const auto wanted = command(tone(1));
  EXPECT_EQ(give(signed_by(wanted, {an})), "second-person");
  EXPECT_THAT(status().at("faults"), Contains("command-refused")) << "one stolen key would do that";
  EXPECT_EQ(give(signed_by(wanted, {an, binh})), "");
  EXPECT_THAT(status().at("faults"), Not(Contains("command-refused")));
  const auto shown =
      station->wait_until([](const Json& status) { return !status.at("onAir").is_null(); });
  EXPECT_EQ(shown.at("onAir").at("level"), 1);
}

TEST_F(Commanded, ObeysAnEmergencyByAOneTimeCodeOnceAndBearsNoGuessing) {
  const std::string secret = "12345678901234567890";
  write(folder / "otp.json", trust::write_otp_secrets({{an.public_key, secret}}));
  config.command_otp = folder / "otp.json";
  start();
  const auto urgent = [&](const std::string& otp) {
    auto wanted = command(trust::StopSound{true});
    wanted.stations = {"*"};
    wanted.otp = otp;
    return give(signed_by(wanted, {an}));
  };
  const auto code = [&] {
    return trust::hotp(secret, static_cast<std::uint64_t>(trust::otp_step(base::wall_now())));
  };
  const auto first = code();
  EXPECT_EQ(urgent(first), "");
  EXPECT_EQ(urgent(first), "wrong-otp") << "another command with the code of the first";
  start();
  EXPECT_EQ(urgent(first), "wrong-otp") << "also after a restart";
  EXPECT_THAT(status().at("faults"), Contains("command-refused"));
  for (int i = 0; i < 4; ++i) EXPECT_EQ(urgent("abcdef"), "wrong-otp");
  EXPECT_EQ(urgent(trust::hotp(secret,
                               static_cast<std::uint64_t>(trust::otp_step(base::wall_now()) + 1))),
            "second-person")
      << "after five wrong ones codes count for nothing for a while";
}

TEST_F(Commanded, ObeysOnceAlsoAfterARestart) {
  const auto quieter = signed_by(command(trust::SetVolume{30}), {an});
  const auto louder = signed_by(command(trust::SetVolume{50}), {an});
  EXPECT_EQ(give(quieter), "");
  EXPECT_EQ(give(louder), "");
  EXPECT_EQ(give(louder), "done-before");
  EXPECT_THAT(status().at("faults"), Not(Contains("command-refused")));
  start();
  EXPECT_EQ(give(quieter), "replayed");
  EXPECT_EQ(status().at("sound").at("volume"), 50);
}

TEST_F(Commanded, WhatHasNoRightIsRecordedAndAFaultUntilOneHas) {
  const auto forged = signed_by(command(trust::StopSound{true}), {trust::testing::key(99)});
  EXPECT_EQ(give(forged), "unsigned");
  EXPECT_EQ(give(forged), "unsigned");
  EXPECT_THAT(status().at("faults"), Contains("command-refused"));
  const auto log = station->get("/v1/log", {{"limit", "50"}}).body;
  const auto first = log.find("command-refused");
  ASSERT_NE(first, std::string::npos);
  EXPECT_EQ(log.find("command-refused", first + 1), std::string::npos)
      << "strangers do not fill the record";
  EXPECT_EQ(give(trust::SetVolume{40}), "");
  EXPECT_THAT(status().at("faults"), Not(Contains("command-refused")));
  EXPECT_NE(station->get("/v1/log", {{"limit", "50"}}).body.find(trust::to_hex(an.public_key)),
            std::string::npos)
      << "who commanded";
}

TEST_F(Commanded, WithoutATrustedClockItTakesItsOwnNonceOnce) {
  const ToldKernelClock kernel(ToldKernelClock::Says::unsynchronised);
  config.clock = base::ClockTrust::ntp;
  start();
  const auto clock = status().at("clock");
  ASSERT_EQ(clock.at("trusted"), false);
  auto wanted = command(trust::SetVolume{30});
  EXPECT_EQ(give(signed_by(wanted, {an})), "no-nonce");
  wanted.nonce = clock.at("nonce");
  EXPECT_EQ(give(signed_by(wanted, {an})), "");
  EXPECT_NE(status().at("clock").at("nonce"), wanted.nonce);
  wanted.counter = 100;
  EXPECT_EQ(give(signed_by(wanted, {an})), "no-nonce");
}

TEST_F(Commanded, WithATrustedClockItNeedsNoNonceAndExpiryDecides) {
  const ToldKernelClock kernel(ToldKernelClock::Says::synchronised);
  config.clock = base::ClockTrust::ntp;
  start();
  ASSERT_EQ(status().at("clock").at("trusted"), true);
  EXPECT_EQ(give(trust::SetVolume{30}), "");
  auto late = command(trust::SetVolume{40});
  late.not_before -= 200s;
  late.expires -= 200s;
  EXPECT_EQ(give(signed_by(late, {an})), "expired");
}

TEST_F(Commanded, WhatIsNoCommandIsRefusedWithItsPlace) {
  EXPECT_NE(give("{}"), "");
  EXPECT_NE(give("không phải JSON"), "");
  EXPECT_THAT(status().at("faults"), Not(Contains("command-refused")));
}

}  // namespace
}  // namespace loa::daemon::testing
