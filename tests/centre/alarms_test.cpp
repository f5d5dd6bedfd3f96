// Alarms: which there are, who has seen to them, and that somebody is told.
#include "centre/alarms.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "centre/alarm_post.h"
#include "centre/api.h"
#include "tests/centre/engines.h"
#include "tests/centre/rows.h"
#include "tests/protocol/rfc_key.h"

namespace loa::centre {
namespace {

using nlohmann::json;
using protocol::test::rfc_key;
using test::at;
using test::id_of;
using testing::ElementsAre;
using testing::HasSubstr;

const StationRecord kStation{"st-1", "Xã Phú Vân", "", at(0).wall};

StationState state_with(const std::function<void(StationState&)>& change) {
  StationState state;
  state.presence = Presence::online;
  state.report.emplace();
  state.report->disk_free = 10 * kLeastFree;
  change(state);
  return state;
}

std::vector<std::string> codes(const StationState& state, const StationRecord& station = kStation) {
  std::vector<std::string> found;
  for (const auto& key : conditions_of(station, state)) found.push_back(key.code);
  return found;
}

TEST(Conditions, FollowFromWhatAStationSays) {
  const auto with_faults = [](std::vector<std::string> faults) {
    return state_with([&](StationState& state) { state.report->faults = std::move(faults); });
  };
  EXPECT_THAT(codes(with_faults({})), ElementsAre());
  EXPECT_THAT(codes(with_faults({"board-silent", "no-schedule"})), ElementsAre());
  EXPECT_THAT(codes(with_faults({"device-lost", "not-heard"})), ElementsAre("sound"));
  EXPECT_THAT(codes(with_faults({"too-hot", "disk-full", "clock-untrusted", "command-refused"})),
              ElementsAre("heat", "disk", "clock", "refused"));
  EXPECT_THAT(codes(with_faults({"media-wrong"})), ElementsAre("media-wrong"));
  EXPECT_THAT(codes(with_faults({"receipt-wrong"})), ElementsAre("receipt-wrong"));
  EXPECT_THAT(codes(with_faults({"programme-stale"})), ElementsAre("programme-stale"));
  EXPECT_THAT(codes(with_faults({"media-missing", "loopback-lost"})),
              ElementsAre("media-missing", "loopback"));
  const auto little = state_with([](StationState& state) { state.report->disk_free = 1; });
  EXPECT_THAT(codes(little), ElementsAre("disk"));
  for (const auto seconds : {-31, 31}) {
    const auto off =
        state_with([&](StationState& state) { state.clock_ahead = std::chrono::seconds{seconds}; });
    EXPECT_THAT(codes(off), ElementsAre("clock"));
  }
}

TEST(Conditions, OfASilentStationAreThatAlone) {
  const auto silent = state_with([](StationState& state) {
    state.presence = Presence::silent;
    state.report->faults = {"device-lost"};
  });
  EXPECT_THAT(codes(silent), ElementsAre("offline"));
  auto revoked = kStation;
  revoked.revoked = at(1).wall;
  EXPECT_THAT(codes(silent, revoked), ElementsAre());
  EXPECT_THAT(codes({}), ElementsAre()) << "one that never called";
}

TEST(AlarmOfARow, TellsWhatWasMissedAndWhatDidNotSoundWhileItIsNews) {
  journal::Row row;
  row.station = "st-1";
  row.kind = journal::Kind::result;
  row.occurrence = "tuan/sang";
  row.title = "Bản tin";
  row.reason = "power-lost";
  row.wall = at(0).wall;
  EXPECT_FALSE(alarm_of(row, at(10).wall));
  row.outcome = journal::Outcome::missed;
  EXPECT_EQ(alarm_of(row, at(10).wall)->key, (AlarmKey{"st-1", "missed-slot", "tuan/sang"}));
  EXPECT_EQ(alarm_of(row, at(10).wall)->detail, "Bản tin (power-lost)");
  EXPECT_FALSE(alarm_of(row, at(25 * 3600).wall)) << "of yesterday";
  row.outcome = journal::Outcome::failed;
  EXPECT_EQ(alarm_of(row, at(10).wall)->key.code, "failed-to-sound");
  row.kind = journal::Kind::item;
  EXPECT_FALSE(alarm_of(row, at(10).wall));
}

TEST(AlarmChanges, AreWhatBeganAndWhatIsOver) {
  const AlarmKey offline{"st-1", "offline", ""};
  const AlarmKey disk{"st-2", "disk", ""};
  const Alarm missed{{"st-1", "missed-slot", "x"}, "", {}};
  const auto changed = changes({disk}, {Alarm{offline, "", {}}, missed});
  EXPECT_EQ(changed.begun, std::vector{disk});
  EXPECT_EQ(changed.over, std::vector{offline}) << "a missed broadcast stays missed";
  EXPECT_TRUE(changes({offline}, {Alarm{offline, "", {}}}).begun.empty());
}

TEST(RetryPause, GrowsToAnHour) {
  RetryPause pause;
  const auto now = [](std::int64_t seconds) { return base::Steady(std::chrono::seconds(seconds)); };
  EXPECT_TRUE(pause.may(now(0)));
  pause.failed(now(0));
  EXPECT_FALSE(pause.may(now(14)));
  EXPECT_TRUE(pause.may(now(15)));
  pause.failed(now(15));
  EXPECT_FALSE(pause.may(now(44)));
  EXPECT_TRUE(pause.may(now(45)));
  for (int i = 0; i < 20; ++i) pause.failed(now(100));
  EXPECT_FALSE(pause.may(now(100 + 3599)));
  EXPECT_TRUE(pause.may(now(100 + 3600)));
  pause.succeeded();
  EXPECT_TRUE(pause.may(now(0)));
}

class AlarmedCentre : public testing::TestWithParam<test::Engine> {
 protected:
  void SetUp() override {
    store_.put_station(
        {id_of(key_), "Xã Phú Vân", *base::from_base64(test::base64(key_)), at(0).wall});
  }
  void report(std::int64_t when, const std::vector<std::string>& faults = {}) {
    protocol::StatusReport report;
    report.station = id_of(key_);
    report.wall = at(when).wall;
    report.disk_free = 10 * kLeastFree;
    report.faults = faults;
    test::answer_of(api_, test::signed_post(key_, "/v1/status", to_json(report)), at(when));
  }
  // Every 15 s until then, as the program does.
  void look_until(std::int64_t until) {
    for (; looked_ <= until; looked_ += 15) api_.look(at(looked_));
  }
  json alarms() {
    return json::parse(
        test::answer_of(api_, {"GET", "/v1/alarms", {}, {}, "", "127.0.0.1"}, at(looked_))
            .body)["alarms"];
  }
  int acknowledge(const std::string& body, const std::string& peer = "127.0.0.1") {
    return test::answer_of(api_, {"POST", "/v1/alarms/acknowledge", {}, {}, body, peer},
                           at(looked_))
        .status;
  }

  test::Database database_{GetParam()};
  Store store_{database_.open()};
  Config config_ = [] {
    Config config;
    config.listen.password = "a long password";
    return config;
  }();
  Api api_{config_, {"key", rfc_key()}, store_};
  base::SigningKey key_ = base::SigningKey::generate();
  std::int64_t looked_ = 0;
};

TEST_P(AlarmedCentre, shows_a_silent_station_within_three_minutes) {
  report(0);
  look_until(60);
  EXPECT_TRUE(alarms().empty());
  look_until(180);
  ASSERT_EQ(alarms().size(), 1U);
  EXPECT_EQ(alarms()[0]["code"], "offline");
  EXPECT_EQ(alarms()[0]["over"], nullptr);
  report(200);
  look_until(240);
  EXPECT_NE(alarms()[0]["over"], nullptr) << "it is back, and somebody should know";
}

TEST_P(AlarmedCentre, has_them_acknowledged_by_a_person) {
  report(0, {"too-hot"});
  look_until(15);
  const json key{{"station", id_of(key_)}, {"code", "heat"}, {"subject", ""}};
  auto body = key;
  EXPECT_EQ(acknowledge(body.dump()), 400) << "by nobody";
  body["by"] = "Chị Hoa";
  EXPECT_EQ(acknowledge(body.dump(), "10.0.0.9"), 401);
  EXPECT_EQ(acknowledge(body.dump()), 200);
  EXPECT_EQ(alarms()[0]["by"], "Chị Hoa");
  EXPECT_EQ(acknowledge(body.dump()), 404) << "once";
  EXPECT_EQ(acknowledge("[]"), 400);
  report(30, {"too-hot"});
  look_until(45);
  EXPECT_EQ(alarms().size(), 1U) << "it goes on, and is known";
  report(60);
  look_until(75);
  report(90, {"too-hot"});
  look_until(105);
  EXPECT_EQ(alarms()[0]["by"], "") << "it began anew";
}

TEST_P(AlarmedCentre, has_one_for_a_broadcast_that_was_missed) {
  auto rows = test::chain(id_of(key_), 2);
  rows[1].kind = journal::Kind::result;
  rows[1].outcome = journal::Outcome::missed;
  rows[1].occurrence = "tuan/sang";
  rows[1] = test::sealed(rows[1]);
  const auto body = to_json(test::batch(rows, 1, 2));
  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(test::answer_of(api_, test::signed_post(key_, "/v1/journal", body), at(5)).status,
              200);
  look_until(30);
  ASSERT_EQ(alarms().size(), 1U);
  EXPECT_EQ(alarms()[0]["code"], "missed-slot");
  EXPECT_EQ(alarms()[0]["over"], nullptr);
}

TEST_P(AlarmedCentre, tells_each_once_and_again_where_that_failed) {
  std::vector<std::string> told;
  bool arrives = false;
  api_.tell_alarms_by(Way::webhook, [&](const std::vector<WordedAlarm>& alarms, const auto& done) {
    for (const auto& [alarm, words] : alarms) told.push_back(alarm.key.code + ": " + words.vi);
    done(arrives);
  });
  report(0, {"too-hot"});
  look_until(30);
  EXPECT_THAT(told,
              ElementsAre("heat: Xã Phú Vân: máy quá nóng", "heat: Xã Phú Vân: máy quá nóng"));
  arrives = true;
  report(50, {"too-hot"});
  look_until(75);
  EXPECT_EQ(told.size(), 3U);
  report(80, {"too-hot", "device-lost"});
  look_until(120);
  EXPECT_EQ(told.size(), 4U);
  EXPECT_EQ(told.back(), "sound: Xã Phú Vân: không ra tiếng");
}

TEST_P(AlarmedCentre, tells_by_one_way_though_the_other_fails) {
  std::map<Way, int> tried;
  const auto by = [&](Way way, bool arrives) {
    api_.tell_alarms_by(way, [&tried, way, arrives](const auto&, const auto& done) {
      ++tried[way];
      done(arrives);
    });
  };
  by(Way::webhook, false);
  by(Way::mail, true);
  report(0, {"too-hot"});
  look_until(60);
  EXPECT_EQ(tried[Way::mail], 1);
  EXPECT_EQ(tried[Way::webhook], 3) << "at 0, 15 and 45 s";
  EXPECT_TRUE(store_.untold_alarms(Way::mail, 1).empty());
  EXPECT_EQ(store_.untold_alarms(Way::webhook, 1).size(), 1U);
}

// A province without power.
TEST_P(AlarmedCentre, tells_many_in_few_messages_one_after_another) {
  std::vector<std::size_t> messages;
  api_.tell_alarms_by(Way::mail, [&](const std::vector<WordedAlarm>& alarms, const auto& done) {
    messages.push_back(alarms.size());
    done(true);
  });
  for (int i = 0; i < 120; ++i)
    store_.begin_alarm({{"st-" + std::to_string(i), "failed-to-sound", "x"}, "", at(i).wall});
  look_until(0);
  EXPECT_THAT(messages, ElementsAre(kMostInMessage, kMostInMessage, 20U));
  look_until(60);
  EXPECT_EQ(messages.size(), 3U);
}

TEST_P(AlarmedCentre, tells_again_what_was_on_its_way_when_it_was_killed) {
  int told = 0;
  for (const auto way : {Way::webhook, Way::mail})
    api_.tell_alarms_by(way, [&](const auto&, const auto&) {
      ++told;  // and no answer ever comes
    });
  report(0, {"too-hot"});
  look_until(60);
  EXPECT_EQ(told, 2);
  EXPECT_TRUE(store_.untold_alarms(Way::webhook, 1).empty());
  const AlarmDesk after(store_);
  EXPECT_EQ(store_.untold_alarms(Way::webhook, 1).size(), 1U);
  EXPECT_EQ(store_.untold_alarms(Way::mail, 1).size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(On, AlarmedCentre, test::each_engine(), test::name_of_engine);

WordedAlarm worded(const AlarmKey& key, const std::string& name) {
  const Alarm alarm{key, "", at(0).wall};
  return {alarm, words_of(alarm, name)};
}

std::string body_of(const std::string& mail) {
  auto body = mail.substr(mail.find("\n\n") + 2);
  std::erase(body, '\n');
  return base::from_base64(body).value();
}

TEST(AlarmMail, HasTheseLines) {
  const auto mail = mail_of({worded({"st-1", "offline", ""}, "Xã Phú Vân")}, "loa@tinh.vn",
                            {"a@tinh.vn", "b@tinh.vn"}, at(60).wall);
  EXPECT_TRUE(
      mail.starts_with("From: loa@tinh.vn\n"
                       "To: a@tinh.vn, b@tinh.vn\n"
                       "Date: Mon, 23 Nov 2026 22:01:00 +0000\n"
                       "Subject: =?UTF-8?B?"))
      << mail;
  EXPECT_EQ(body_of(mail),
            "Xã Phú Vân: mất liên lạc\nXã Phú Vân: no contact\n\nst-1 offline\n"
            "2026-11-23T22:00:00.000Z\n");
}

TEST(AlarmMail, OfSeveralSaysHowManyAndAllOfThem) {
  const auto mail =
      mail_of({worded({"st-1", "offline", ""}, "Xã Một"), worded({"st-2", "heat", ""}, "Xã Hai")},
              "loa@tinh.vn", {"a@tinh.vn"}, at(60).wall);
  EXPECT_THAT(mail, HasSubstr(base::to_base64("Loa: 2 việc cần người xem")));
  EXPECT_EQ(body_of(mail),
            "Xã Một: mất liên lạc\nXã Một: no contact\n\nst-1 offline\n2026-11-23T22:00:00.000Z\n"
            "\n\n"
            "Xã Hai: máy quá nóng\nXã Hai: the machine is too hot\n\nst-2 heat\n"
            "2026-11-23T22:00:00.000Z\n");
}

TEST(AlarmMail, HasALongSubjectInShortWords) {
  const auto mail = mail_of({worded({"st-1", "refused", ""}, "Xã Phú Vân")}, "loa@tinh.vn",
                            {"a@tinh.vn"}, at(60).wall);
  const auto begin = mail.find("Subject: ");
  std::stringstream lines(mail.substr(begin, mail.find("\nAuto-Submitted") - begin));
  std::string subject;
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), 76U + 8U) << line;
    const auto word = line.substr(line.find("?B?") + 3);
    subject += base::from_base64(word.substr(0, word.find("?="))).value();
  }
  EXPECT_EQ(subject, "Loa: Xã Phú Vân: đã từ chối một lệnh hay lịch không có quyền");
}

TEST(AlarmHook, OfSeveralHasThemInAList) {
  const auto one = worded({"st-1", "offline", ""}, "Xã Một");
  EXPECT_EQ(json::parse(webhook_body({one}))["code"], "offline");
  const auto several = json::parse(webhook_body({one, worded({"st-2", "heat", ""}, "Xã Hai")}));
  EXPECT_EQ(several["vi"], "2 việc cần người xem");
  EXPECT_EQ(several["alarms"].size(), 2U);
  EXPECT_EQ(several["alarms"][1]["station"], "st-2");
}

TEST(AlarmOfARow, HasNoMoreOfItsTitleThanAMessageBears) {
  journal::Row row;
  row.kind = journal::Kind::result;
  row.outcome = journal::Outcome::missed;
  row.wall = at(0).wall;
  row.title = std::string(199, 'x') + "ế" + std::string(1'000'000, 'y');
  EXPECT_EQ(alarm_of(row, at(10).wall)->detail, std::string(199, 'x') + "…");
}

// A webhook of our own and a sendmail of two lines.
TEST(AlarmPost, GoesToTheWebhookSignedAndByMail) {
  test::Folder folder;
  const auto key = rfc_key();
  boost::asio::io_context loop;
  std::vector<protocol::HttpRequest> got;
  int status = 500;
  auto server = std::make_unique<protocol::HttpServer>(
      loop, protocol::HttpServerSettings{},
      [&](protocol::HttpRequest request, const protocol::HttpReply& reply) {
        got.push_back(std::move(request));
        reply({status, "text/plain", "", {}});
      });
  const auto script = folder.path() / "sendmail";
  std::ofstream(script) << "#!/bin/sh\ncat > " << (folder.path() / "mail").string() << "\n";
  std::filesystem::permissions(script, std::filesystem::perms::owner_all);
  AlarmConfig config;
  config.webhook = "http://127.0.0.1:" + std::to_string(server->port()) + "/hook";
  config.mail_to = {"a@tinh.vn"};
  config.mail_from = "loa@tinh.vn";
  config.sendmail = {script.string()};
  AlarmPost post(loop, config, key, [] { return at(0).wall; });
  const auto arrives = [&](Way way) {
    std::optional<bool> arrived;
    post.tell(way, {worded({"st-1", "heat", ""}, "")}, [&](bool there) { arrived = there; });
    while (!arrived) loop.run_one();
    return *arrived;
  };
  EXPECT_FALSE(arrives(Way::webhook)) << "HTTP 500";
  status = 204;
  EXPECT_TRUE(arrives(Way::webhook));
  EXPECT_TRUE(signed_by(protocol::test::public_part(key), got.back()));
  EXPECT_EQ(json::parse(got.back().body)["code"], "heat");
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "mail"));
  EXPECT_TRUE(arrives(Way::mail));
  std::stringstream mail;
  mail << std::ifstream(folder.path() / "mail").rdbuf();
  EXPECT_THAT(mail.str(), HasSubstr("To: a@tinh.vn"));
  std::ofstream(script) << "#!/bin/sh\nexit 75\n";
  EXPECT_FALSE(arrives(Way::mail)) << "the mail was not taken";
  std::filesystem::remove(script);
  EXPECT_FALSE(arrives(Way::mail));
}

}  // namespace
}  // namespace loa::centre
