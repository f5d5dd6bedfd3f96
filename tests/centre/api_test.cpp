// The centre's answers, without sockets.
#include "centre/api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "protocol/packed_batch.h"
#include "tests/centre/engines.h"
#include "tests/centre/rows.h"
#include "tests/trust/office.h"

namespace loa::centre {
namespace {

using nlohmann::json;
using protocol::HttpRequest;
using protocol::HttpResponse;
using test::at;
using test::batch;
using test::chain;
using test::id_of;
using test::signed_post;
using testing::HasSubstr;

const std::string kAdmin = "the administrator's key";

class CentreApi : public testing::TestWithParam<test::Engine> {
 protected:
  HttpResponse get(const std::string& path, const std::string& peer = "127.0.0.1") {
    HttpRequest request{"GET", path, {}, {}, "", peer};
    return test::answer_of(*api_, request, at(now_));
  }
  HttpResponse post(const HttpRequest& request) {
    return test::answer_of(*api_, request, at(now_));
  }
  HttpResponse plays(const std::string& station, const std::string& day) {
    return test::answer_of(
        *api_, {"GET", "/v1/stations/" + station + "/plays", {{"day", day}}, {}, "", "::1"},
        at(now_));
  }
  HttpRequest token_request(const std::string& name) {
    return {"POST",
            "/v1/admin/tokens",
            {},
            {{"authorization", "Bearer " + kAdmin}},
            json{{"name", name}}.dump(),
            "127.0.0.1"};
  }
  void enrol(const std::string& name) {
    const auto token = json::parse(post(token_request(name)).body)["token"].get<std::string>();
    const auto body = to_json(protocol::EnrolRequest{token, test::base64(key_), ""});
    ASSERT_EQ(post(signed_post(key_, "/v1/enrol", body)).status, 200);
  }
  void restart() { api_.emplace(config_, keys_, store_); }
  json station() { return json::parse(get("/v1/stations").body)["stations"][0]; }
  std::vector<std::string> events() {
    std::vector<std::string> codes;
    const auto answer = json::parse(get("/v1/events").body);
    for (const auto& event : answer["events"]) codes.push_back(event["code"]);
    return codes;
  }
  protocol::StatusReport report() {
    protocol::StatusReport report;
    report.station = id_of(key_);
    report.wall = at(now_).wall;
    report.on_air = "Bản tin sáng";
    report.quality = base::ClockQuality::synced;
    report.faults = {"device-lost"};
    return report;
  }
  HttpResponse send_report() { return post(signed_post(key_, "/v1/status", to_json(report()))); }

  Config config_;
  test::Database database_{GetParam()};
  Store store_{database_.open()};
  ApiKeys keys_{kAdmin, base::SigningKey::generate()};
  std::optional<Api> api_{std::in_place, config_, keys_, store_};
  base::SigningKey key_ = base::SigningKey::generate();
  std::int64_t now_ = 0;
};

TEST_P(CentreApi, takes_of_each_request_what_its_kind_may_bring) {
  const auto rule = [&](const std::string& path, const std::string& key, const std::string& peer) {
    return api_->body_rule({"POST", path, {}, {{"authorization", "Bearer " + key}}, "", peer},
                           at(now_));
  };
  const auto most = [&](const std::string& path) { return rule(path, kAdmin, "127.0.0.1").most; };
  EXPECT_EQ(most("/v1/journal"), protocol::kMaxBody);
  EXPECT_EQ(most("/v1/status"), 256U * 1024);
  EXPECT_EQ(most("/v1/enrol"), 64U * 1024);
  EXPECT_EQ(most("/v1/admin/programme"), trust::kLargestBundle);
  EXPECT_EQ(most("/v1/admin/media/00"), protocol::kMaxBody);
  EXPECT_EQ(rule("/v1/admin/programme", kAdmin, "127.0.0.1").kind, "bundle");
  EXPECT_TRUE(events().empty());
  for (const auto& [key, peer] :
       {std::pair{kAdmin, "10.0.0.7"}, std::pair{std::string("?"), "::1"}}) {
    const auto refused = rule("/v1/admin/programme", key, peer);
    ASSERT_TRUE(refused.refusal) << "before anything of it is there";
    EXPECT_EQ(refused.refusal->status, 403);
  }
  EXPECT_EQ(events(), (std::vector<std::string>{"admin-refused", "admin-refused"}));
}

TEST_P(CentreApi, gives_tokens_to_the_administrator_on_this_machine_only) {
  EXPECT_EQ(post(token_request("")).status, 200);
  auto wrong = token_request("");
  wrong.headers["authorization"] = "Bearer x";
  EXPECT_EQ(post(wrong).status, 403);
  auto elsewhere = token_request("");
  elsewhere.peer = "10.0.0.7";
  EXPECT_EQ(post(elsewhere).status, 403);
  auto empty = token_request("");
  empty.body = "";
  EXPECT_EQ(post(empty).status, 400);
  EXPECT_THAT(events(), testing::UnorderedElementsAre("admin-refused", "admin-refused"));
}

TEST_P(CentreApi, refuses_an_enrolment_without_a_token_and_notes_it_once_a_minute) {
  const auto body = to_json(protocol::EnrolRequest{"x", test::base64(key_), ""});
  for (now_ = 0; now_ < 70; now_ += 10)
    EXPECT_EQ(post(signed_post(key_, "/v1/enrol", body)).status, 403);
  EXPECT_EQ(store_.events(1)[0].times, 2);
  EXPECT_EQ(post({"POST", "/v1/enrol", {}, {}, "{}", "10.1.1.1"}).status, 400);
}

TEST_P(CentreApi, tells_stations_over_how_long_to_come_back) {
  enrol("");
  const auto told = [&] {
    return protocol::status_answer_from(send_report().body).value().first_contact.value();
  };
  EXPECT_EQ(told(), std::chrono::seconds{1}) << "one station";
  for (int i = 0; i < 1000; ++i)
    api_->note_answer(200, std::chrono::milliseconds(400), Urgency::ordinary);
  EXPECT_EQ(told(), std::chrono::seconds{4}) << "three requests, in a third of the centre's time";
  for (int i = 0; i < 1000; ++i)
    api_->note_answer(200, std::chrono::milliseconds(1), Urgency::at_once);
  EXPECT_EQ(told(), std::chrono::seconds{4}) << "commands say nothing of what rows take";
}

TEST_P(CentreApi, tells_stations_the_time_signed_while_it_knows_it) {
  enrol("");
  const std::string key(keys_.centre.public_key.begin(), keys_.centre.public_key.end());
  const auto request = signed_post(key_, "/v1/status", to_json(report()));
  const auto said = protocol::status_answer_from(post(request).body);
  ASSERT_TRUE(said && said->time);
  EXPECT_EQ(said->time->wall, at(now_).wall);
  EXPECT_TRUE(protocol::is_signed_for(key, id_of(key_), *said->time));
  const auto member =
      protocol::enrol_response_from(post(signed_post(key_, "/v1/certificate", "{}")).body);
  ASSERT_TRUE(member && member->time);
  EXPECT_EQ(member->centre_key, key);
  auto unsure = at(now_);
  unsure.quality = base::ClockQuality::holdover;
  EXPECT_FALSE(protocol::status_answer_from(test::answer_of(*api_, request, unsure).body)->time);
}

TEST_P(CentreApi, lists_a_station_with_its_last_report) {
  enrol("Xã Phú Vân");
  EXPECT_EQ(station()["presence"], "never");
  EXPECT_EQ(send_report().status, 200);
  now_ = 60;
  auto listed = station();
  EXPECT_EQ(listed["name"], "Xã Phú Vân");
  EXPECT_EQ(listed["presence"], "online");
  EXPECT_EQ(listed["lastSeen"], "2026-11-23T22:00:00.000Z");
  EXPECT_EQ(listed["report"]["onAir"], "Bản tin sáng");
  EXPECT_EQ(listed["report"]["quality"], "synced");
  EXPECT_EQ(listed["report"]["faults"], json({"device-lost"}));
  now_ = 91;
  EXPECT_EQ(station()["presence"], "silent");
}

TEST_P(CentreApi, offers_no_older_bundle_than_a_station_has_and_shows_both) {
  enrol("");
  trust::testing::Office office;
  auto bundle = token_request("");
  bundle.path = "/v1/admin/programme";
  bundle.body = trust::write_bundle(office.seal());
  ASSERT_EQ(post(bundle).status, 200);
  const auto offered = [&](std::int64_t version, const std::string& refused) {
    auto said = report();
    said.programme = {version == 0 ? "" : "9f86", version, refused, refused.empty() ? "" : "mixed"};
    const auto answer = post(signed_post(key_, "/v1/status", to_json(said)));
    return protocol::status_answer_from(answer.body)->programme;
  };
  EXPECT_EQ(offered(0, "").size(), 64U);
  EXPECT_EQ(station()["programme"],
            json({{"desired", 1}, {"reported", 0}, {"refused", false}, {"reason", ""}}));
  EXPECT_EQ(offered(2, ""), "");
  EXPECT_EQ(station()["programme"]["desired"], 2) << "nobody is to go back";
  EXPECT_EQ(offered(0, "6030").size(), 64U);
  EXPECT_EQ(station()["programme"]["refused"], true);
  EXPECT_EQ(station()["programme"]["reason"], "mixed");
  EXPECT_EQ(json::parse(get("/v1/rollout").body), json({{"rollout", nullptr}}));
}

TEST_P(CentreApi, tells_the_page_its_zone_and_day) {
  const auto answer = json::parse(get("/v1/stations").body);
  EXPECT_EQ(answer["zone"], "Asia/Ho_Chi_Minh");
  EXPECT_EQ(answer["today"], "2026-11-24");
}

TEST_P(CentreApi, still_lists_it_after_a_restart) {
  enrol("Xã Phú Vân");
  send_report();
  now_ = 100;
  send_report();
  api_->keep_reports(at(now_));
  restart();
  EXPECT_EQ(station()["presence"], "silent");
  EXPECT_EQ(station()["lastSeen"], "2026-11-23T22:01:40.000Z");
  EXPECT_EQ(station()["report"]["onAir"], "Bản tin sáng");
}

TEST_P(CentreApi, acknowledges_a_journal_batch) {
  enrol("");
  const auto rows = chain(id_of(key_), 3);
  const auto answer = post(signed_post(key_, "/v1/journal", to_json(batch(rows, 1, 3))));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(protocol::batch_ack_from(answer.body)->seq, 3U);
  EXPECT_EQ(station()["presence"], "online");
}

HttpRequest packed_post(const base::SigningKey& key, const protocol::JournalBatch& batch) {
  auto request = signed_post(key, "/v1/journal", protocol::pack(batch).value());
  request.headers["content-type"] = protocol::kPackedType;
  request.headers["content-encoding"] = protocol::kPackedEncoding;
  return request;
}

TEST_P(CentreApi, takes_a_packed_batch_as_it_takes_json) {
  enrol("");
  const auto rows = chain(id_of(key_), 5);
  const auto answer = post(packed_post(key_, batch(rows, 1, 3)));
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(protocol::batch_ack_from(answer.body)->seq, 3U);
  EXPECT_EQ(post(signed_post(key_, "/v1/journal", to_json(batch(rows, 2, 4)))).status, 200);
  EXPECT_EQ(post(packed_post(key_, batch(rows, 3, 5))).status, 200);
  EXPECT_EQ(store_.rows_after(id_of(key_), 0, 0, 10), rows);
  EXPECT_TRUE(events().empty());
}

TEST_P(CentreApi, believes_a_packed_batch_no_more_than_json) {
  enrol("");
  const auto rows = chain(id_of(key_), 3);
  auto unsigned_one = packed_post(key_, batch(rows, 1, 3));
  unsigned_one.headers["loa-signature"] = test::base64(key_);
  EXPECT_EQ(post(unsigned_one).status, 401);
  const auto other = base::SigningKey::generate();
  EXPECT_EQ(post(packed_post(key_, batch(chain(id_of(other), 3), 1, 3))).status, 403);
  auto vouched = batch(rows, 1, 3);
  vouched.checkpoint = protocol::signed_with(
      other, id_of(key_), {1, 3, rows[2].hash, "", {}, base::ClockQuality::synced, ""});
  EXPECT_EQ(post(packed_post(key_, vouched)).status, 409);
  auto changed = rows;
  changed[1].title = "khác";
  changed[1] = test::sealed(changed[1]);
  changed[2].previous = changed[1].hash;
  changed[2] = test::sealed(changed[2]);
  EXPECT_EQ(post(packed_post(key_, batch(rows, 1, 3))).status, 200);
  EXPECT_EQ(post(packed_post(key_, batch(changed, 1, 3))).status, 409) << "another record";
}

TEST_P(CentreApi, names_an_encoding_that_it_does_not_read) {
  enrol("");
  const auto rows = chain(id_of(key_), 3);
  auto request = packed_post(key_, batch(rows, 1, 3));
  request.headers["content-type"] = "application/json";
  EXPECT_EQ(post(request).status, 415);
  request.headers["content-encoding"] = "gzip";
  EXPECT_EQ(post(request).status, 415);
  request.headers.erase("content-encoding");
  EXPECT_EQ(post(request).status, 400) << "no JSON";
}

TEST_P(CentreApi, bears_a_replayed_batch) {
  enrol("");
  const auto request =
      signed_post(key_, "/v1/journal", to_json(batch(chain(id_of(key_), 3), 1, 3)));
  const auto first = protocol::batch_ack_from(post(request).body);
  const auto again = protocol::batch_ack_from(post(request).body);
  ASSERT_TRUE(first && again);
  EXPECT_EQ(again->epoch, first->epoch);
  EXPECT_EQ(again->seq, first->seq);
  EXPECT_TRUE(events().empty());
}

TEST_P(CentreApi, names_the_row_that_it_refuses) {
  enrol("");
  auto rows = chain(id_of(key_), 3);
  rows[1].title = "sửa";
  const auto poison = post(signed_post(key_, "/v1/journal", to_json(batch(rows, 1, 3))));
  EXPECT_EQ(poison.status, 422);
  EXPECT_EQ(json::parse(poison.body), json({{"error", "poison-row"}, {"epoch", 1}, {"seq", 2}}));
  rows[0].title = "khác";
  rows[0] = test::sealed(rows[0]);
  EXPECT_EQ(post(signed_post(key_, "/v1/journal", to_json(batch(rows, 1, 1)))).status, 409);
  EXPECT_THAT(events(), testing::UnorderedElementsAre("poison-row", "row-conflict"));
}

TEST_P(CentreApi, believes_nothing_that_is_not_signed_by_an_enrolled_station) {
  const auto rows = chain(id_of(key_), 3);
  const auto request = signed_post(key_, "/v1/journal", to_json(batch(rows, 1, 3)));
  EXPECT_EQ(post(request).status, 401);
  enrol("");
  auto changed = request;
  changed.body += " ";
  EXPECT_EQ(post(changed).status, 401);
  EXPECT_EQ(post(request).status, 200);
  EXPECT_THAT(events(), testing::Each("bad-signature"));
}

TEST_P(CentreApi, lets_no_station_speak_for_another) {
  enrol("");
  const auto rows = chain("st-another", 3);
  EXPECT_EQ(post(signed_post(key_, "/v1/journal", to_json(batch(rows, 1, 3)))).status, 403);
  auto foreign = batch(rows, 1, 3);
  foreign.station = id_of(key_);
  EXPECT_EQ(post(signed_post(key_, "/v1/journal", to_json(foreign))).status, 403);
  auto status = report();
  status.station = "st-another";
  EXPECT_EQ(post(signed_post(key_, "/v1/status", to_json(status))).status, 403);
  EXPECT_EQ(post(signed_post(key_, "/v1/status", "{}")).status, 400);
}

TEST_P(CentreApi, gives_the_plays_of_a_civil_day) {
  enrol("");
  auto rows = chain(id_of(key_), 1);
  rows[0].kind = journal::Kind::result;
  rows[0].occurrence = "tuan.1/sang/20261123T220000Z";
  rows[0].nominal = at(0).wall;  // 05:00 of the 24th in Vietnam
  rows[0].outcome = journal::Outcome::played;
  rows[0] = test::sealed(rows[0]);
  post(signed_post(key_, "/v1/journal", to_json(batch(rows, 1, 1))));
  const auto day = json::parse(plays(id_of(key_), "2026-11-24").body);
  ASSERT_EQ(day["plays"].size(), 1U);
  EXPECT_EQ(day["plays"][0]["outcome"], "played");
  EXPECT_EQ(day["plays"][0]["nominal"], "2026-11-23T22:00:00.000Z");
  EXPECT_EQ(json::parse(plays(id_of(key_), "2026-11-23").body)["plays"].size(), 0U);
  EXPECT_EQ(plays(id_of(key_), "2026-02-30").status, 400);
  EXPECT_EQ(plays("st-another", "2026-11-24").status, 404);
}

TEST_P(CentreApi, adds_up_what_stations_played) {
  enrol("");
  auto rows = chain(id_of(key_), 1);
  rows[0].kind = journal::Kind::result;
  rows[0].nominal = at(0).wall;
  rows[0].outcome = journal::Outcome::played;
  rows[0].frames_played = 96'000;
  rows[0] = test::sealed(rows[0]);
  post(signed_post(key_, "/v1/journal", to_json(batch(rows, 1, 1))));
  const auto total = [&](const std::string& from, const std::string& to) {
    return test::answer_of(
        *api_, {"GET", "/v1/totals", {{"from", from}, {"to", to}}, {}, "", "::1"}, at(now_));
  };
  const auto quarter = json::parse(total("2026-10-01", "2026-12-31").body);
  EXPECT_EQ(quarter["stations"][id_of(key_)],
            json({{"played", {{"plays", 1}, {"playedSeconds", 2.0}}}}));
  EXPECT_EQ(json::parse(total("2026-11-25", "2026-12-31").body)["stations"], json::object());
  EXPECT_EQ(total("2026-12-31", "2026-10-01").status, 400);
  EXPECT_EQ(total("2020-01-01", "2026-10-01").status, 400) << "more than a year";
}

TEST_P(CentreApi, counts_for_a_monitoring_system) {
  enrol("");
  send_report();
  auto rows = chain(id_of(key_), 3);
  post(signed_post(key_, "/v1/journal", to_json(batch(rows, 1, 2))));
  post(signed_post(key_, "/v1/journal", to_json(batch(rows, 1, 2))));
  rows[2].title = "sửa";
  post(signed_post(key_, "/v1/journal", to_json(batch(rows, 3, 3))));
  api_->note_answer(200, std::chrono::milliseconds(3), Urgency::ordinary);
  const auto page = get("/metrics");
  EXPECT_THAT(page.type, HasSubstr("text/plain"));
  for (const char* line :
       {"loa_rows_stored_total 2\n", "loa_batches_refused_total{code=\"poison-row\"} 1\n",
        "loa_requests_total{status=\"200\"} 1\n", "loa_request_seconds_bucket{le=\"0.001\"} 0\n",
        "loa_request_seconds_bucket{le=\"0.005\"} 1\n", "loa_request_seconds_count 1\n",
        "loa_stations{presence=\"online\"} 1\n", "loa_security_events{code=\"poison-row\"} 1\n"})
    EXPECT_THAT(page.body, HasSubstr(line));
}

TEST_P(CentreApi, serves_its_page_under_a_strict_policy) {
  const auto page = get("/");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.type, HasSubstr("text/html"));
  EXPECT_THAT(page.body, HasSubstr("lang=\"vi\""));
  EXPECT_THAT(page.headers, testing::Contains(testing::Pair("Content-Security-Policy",
                                                            HasSubstr("script-src 'self'"))));
  for (const char* inside : {"onclick=", "style=", "http://", "https://", "innerHTML"})
    for (const char* file : {"/", "/app.js", "/items.js", "/words.js", "/style.css", "/language.js",
                             "/common_words.js", "/base.css"})
      EXPECT_EQ(get(file).body.find(inside), std::string::npos) << file << " has " << inside;
}

TEST_P(CentreApi, sends_a_page_once) {
  HttpRequest again{"GET", "/app.js", {}, {}, "", "127.0.0.1"};
  for (const auto& [name, value] : get("/app.js").headers)
    if (name == "ETag") again.headers["if-none-match"] = value;
  EXPECT_EQ(post(again).status, 304);
}

TEST_P(CentreApi, gives_names_as_json_text_whatever_is_in_them) {
  enrol("<img src=x onerror=alert(1)>\"\\");
  EXPECT_EQ(station()["name"], "<img src=x onerror=alert(1)>\"\\");
}

TEST_P(CentreApi, asks_other_machines_for_the_password) {
  config_.listen.password = "a long password";
  restart();
  EXPECT_EQ(get("/v1/stations").status, 200);
  EXPECT_EQ(get("/v1/stations", "10.0.0.7").status, 401);
  EXPECT_EQ(get("/", "10.0.0.7").status, 401);
  EXPECT_EQ(get("/healthz", "10.0.0.7").status, 200);
  HttpRequest knowing{"GET", "/v1/stations", {}, {}, "", "10.0.0.7"};
  knowing.headers["authorization"] = "Basic " + base::to_base64("loa:a long password");
  EXPECT_EQ(post(knowing).status, 200);
}

TEST_P(CentreApi, lets_nobody_guess_the_password_at_speed) {
  config_.listen.password = "a long password";
  restart();
  const auto tried = [&](const std::string& password, const std::string& peer) {
    HttpRequest guess{"GET", "/v1/stations", {}, {}, "", peer};
    guess.headers["authorization"] = "Basic " + base::to_base64("loa:" + password);
    return post(guess).status;
  };
  for (int i = 0; i < 20; ++i) EXPECT_EQ(tried("a long password", "10.0.0.7"), 200) << i;
  for (int i = 0; i < 5; ++i) EXPECT_EQ(tried("wrong", "10.0.0.7"), 401) << i;
  EXPECT_EQ(tried("a long password", "10.0.0.7"), 429);
  EXPECT_EQ(get("/v1/stations", "10.0.0.7").status, 401) << "nothing was guessed";
  EXPECT_EQ(tried("a long password", "10.0.0.8"), 200);
}

TEST_P(CentreApi, knows_nothing_else) {
  EXPECT_EQ(get("/v2/stations").status, 404);
  EXPECT_EQ(get("/v1/stations//plays").status, 404);
  EXPECT_EQ(post({"POST", "/", {}, {}, "", "127.0.0.1"}).status, 404);
  EXPECT_EQ(post({"DELETE", "/v1/stations", {}, {}, "", "127.0.0.1"}).status, 405);
}

class CentreApiOnSqlite : public CentreApi {};

TEST_P(CentreApiOnSqlite, answers_507_while_the_disk_is_full_and_takes_the_same_batch_later) {
  enrol("");
  const auto request =
      signed_post(key_, "/v1/journal", to_json(batch(chain(id_of(key_), 500), 1, 500)));
  store_.sql().script("PRAGMA max_page_count = 30");
  EXPECT_EQ(post(request).status, 507);
  EXPECT_EQ(send_report().status, 200) << "a report is in memory";
  store_.sql().script("PRAGMA max_page_count = 100000");
  EXPECT_EQ(post(request).status, 200);
}

INSTANTIATE_TEST_SUITE_P(On, CentreApiOnSqlite, testing::Values(test::Engine::sqlite),
                         test::name_of_engine);

class CentreApiOnPostgres : public CentreApi {};

TEST_P(CentreApiOnPostgres, answers_503_while_the_server_is_away_and_takes_the_same_batch_later) {
  enrol("");
  const auto request =
      signed_post(key_, "/v1/journal", to_json(batch(chain(id_of(key_), 5), 1, 5)));
  auto& server = test::PostgresServer::running();
  server.kill();
  const auto away = post(request);
  EXPECT_EQ(away.status, 503);
  EXPECT_THAT(away.headers, testing::Contains(testing::Pair("Retry-After", "5")));
  EXPECT_EQ(get("/readyz").status, 503);
  EXPECT_EQ(get("/healthz").status, 200) << "it is the database that is away";
  server.start();
  now_ += 5;
  EXPECT_EQ(get("/readyz").status, 200);
  EXPECT_EQ(post(request).status, 200);
  EXPECT_EQ(store_.rows_after(id_of(key_), 0, 0, 100).size(), 5U);
}

// Two centres with one database.
TEST_P(CentreApiOnPostgres, shows_what_another_centre_heard) {
  enrol("Xã Phú Vân");
  Store other_store(database_.open());
  Api other(config_, keys_, other_store);
  send_report();
  now_ += 10;
  const auto shown =
      json::parse(test::answer_of(other, {"GET", "/v1/stations", {}, {}, "", "127.0.0.1"}, at(now_))
                      .body)["stations"][0];
  EXPECT_EQ(shown["presence"], "online");
  EXPECT_EQ(shown["report"]["onAir"], "Bản tin sáng");
}

INSTANTIATE_TEST_SUITE_P(On, CentreApiOnPostgres, testing::Values(test::Engine::postgres),
                         test::name_of_engine);
INSTANTIATE_TEST_SUITE_P(On, CentreApi, test::each_engine(), test::name_of_engine);

}  // namespace
}  // namespace loa::centre
