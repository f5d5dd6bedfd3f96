// A station's certificate is replaced before it is over, and by which time certificates are judged.
#include "daemon/certificate_keeper.h"

#include <gtest/gtest.h>

#include "daemon/clock_floor.h"
#include "protocol/certificate.h"
#include "protocol/messages.h"
#include "scripted_link.h"
#include "shell_support.h"

namespace loa::daemon::testing {
namespace {

using std::chrono::hours;

constexpr hours kLife{24 * 90};
const std::string kCentreKey(32, 'k');
const base::Wall kBegin = *base::from_rfc3339("2026-11-23T08:00:00Z");

struct CertificateKeeperTest : ::testing::Test {
  Folder folder;
  ScriptedLink link;
  Identity identity{folder / "identity.json"};
  protocol::TlsIdentity authority = protocol::make_authority("Loa", {kBegin, kBegin + kLife});

  std::string certificate(const base::SigningKey& key, base::Wall from) const {
    const std::string_view bytes(reinterpret_cast<const char*>(key.public_key.data()),
                                 key.public_key.size());
    return protocol::issue_client(authority, identity.station(), bytes, {from, from + kLife});
  }
  static base::Now at(base::Duration after, base::ClockQuality quality) {
    return {base::Steady{hours{1}}, kBegin + after, quality};
  }
  // How often the centre is asked within `passed` from that time.
  std::size_t asked(base::Now now, base::Duration passed = base::Duration{0}) {
    base::VirtualTimers timers(now);
    CertificateKeeper keeper(timers, link, identity);
    keeper.start();
    timers.run_until(timers.now().steady + passed);
    return std::exchange(link.paths, {}).size();
  }
};

constexpr auto kSynced = base::ClockQuality::synced;

TEST_F(CertificateKeeperTest, TheCentreIsAskedAfterTwoThirdsOfTheLife) {
  EXPECT_EQ(asked(at(kLife, kSynced)), 0U) << "over plain HTTP there is none";
  identity.join({"https://c", "", certificate(identity.key(), kBegin), kCentreKey});
  EXPECT_EQ(asked(at(hours{24 * 59}, kSynced)), 0U);
  EXPECT_EQ(asked(at(hours{24 * 60}, kSynced)), 1U);
  EXPECT_EQ(asked(at(hours{24 * 59}, kSynced), hours{25}), 1U)
      << "while one question is out, no other";
  EXPECT_EQ(asked(at(hours{24 * 80}, base::ClockQuality::unknown)), 0U)
      << "a clock that may be wrong";
}

TEST_F(CertificateKeeperTest, OnlyACertificateOfItsOwnIsTaken) {
  const auto old = certificate(identity.key(), kBegin);
  identity.join({"https://c", "pin", old, kCentreKey});
  base::VirtualTimers timers(at(hours{24 * 60}, kSynced));
  CertificateKeeper keeper(timers, link, identity);
  keeper.start();
  const auto others = certificate(base::SigningKey::generate(), kBegin + hours{24 * 60});
  for (const auto& answer :
       {LinkAnswer{0, "no way"}, LinkAnswer{403, R"({"error":"revoked"})"}, LinkAnswer{200, "x"},
        LinkAnswer{200, to_json(protocol::EnrolResponse{identity.station(), ""})},
        LinkAnswer{200, to_json(protocol::EnrolResponse{identity.station(), others})}}) {
    ASSERT_EQ(link.waiting.size(), 1U);
    link.answer(answer);
    EXPECT_EQ(identity.membership().certificate, old);
    timers.run_until(timers.now().steady + hours{1});
  }
  const auto next = certificate(identity.key(), kBegin + hours{24 * 60});
  link.answer({200, to_json(protocol::EnrolResponse{identity.station(), next})});
  EXPECT_EQ(Identity(folder / "identity.json").membership().certificate, next);
  EXPECT_EQ(identity.membership().pin, "pin");
  EXPECT_EQ(link.reconnects, 1);
  timers.run_until(timers.now().steady + hours{2});
  EXPECT_TRUE(link.waiting.empty());
}

TEST_F(CertificateKeeperTest, TheCentresKeyIsAskedForOnceWhereItIsNotKnown) {
  identity.join({"https://c", "pin", certificate(identity.key(), kBegin)});
  EXPECT_EQ(asked(at(hours{1}, kSynced), hours{5}), 1U);
  base::VirtualTimers timers(at(hours{1}, kSynced));
  CertificateKeeper keeper(timers, link, identity);
  keeper.start();
  const auto again = certificate(identity.key(), kBegin + hours{1});
  link.waiting.pop_front();  // of the keeper before
  link.answer({200, to_json(protocol::EnrolResponse{identity.station(), again, kCentreKey})});
  EXPECT_EQ(Identity(folder / "identity.json").membership().key, kCentreKey);
  link.paths.clear();
  EXPECT_EQ(asked(at(hours{1}, kSynced), hours{5}), 0U);
}

TEST_F(CertificateKeeperTest, WhatTheCentreWantsIsAskedForOnceAtATime) {
  base::VirtualTimers timers(at(hours{0}, base::ClockQuality::unknown));
  CertificateKeeper keeper(timers, link, identity);
  keeper.renew();
  keeper.renew();
  EXPECT_EQ(link.paths, std::vector<std::string>{"/v1/certificate"});
  link.answer({0, "no way"});
  keeper.renew();
  EXPECT_EQ(link.paths.size(), 2U);
}

TEST(CertificateTime, IsTheFloorUntilTheClockIsTrusted) {
  const base::Now now{base::Steady{}, kBegin, base::ClockQuality::floor};
  const auto floor = kBegin - hours{24};
  const auto unsure = certificate_time(now, floor);
  EXPECT_EQ(unsure.earliest, floor);
  EXPECT_FALSE(unsure.latest);
  const auto sure = certificate_time({now.steady, kBegin, kSynced}, floor);
  EXPECT_EQ(sure.earliest, kBegin);
  EXPECT_EQ(sure.latest, kBegin);
}

}  // namespace
}  // namespace loa::daemon::testing
